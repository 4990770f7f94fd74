// Every page: charts drawn and drawn again when the width changes, things to copy, the switch of language.
import { flowChart } from "./flow-chart.js";
import { rowChart } from "./row-chart.js";
import { tileChart } from "./tile-chart.js";
import { timeChart } from "./time-chart.js";
import { word } from "./format.js";

const KINDS = { time: timeChart, rows: rowChart, flow: flowChart, tiles: tileChart };

function draw(plot) {
  const chart = JSON.parse(plot.dataset.chart);
  plot.dataset.width = plot.clientWidth;
  KINDS[chart.kind](plot, chart);
}

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.clientWidth && Number(target.dataset.width) !== target.clientWidth) draw(target);
  }
});

export function drawAll(root = document) {
  for (const plot of root.querySelectorAll("[data-chart]")) watcher.observe(plot);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  button.textContent = word("copied");
});

// The other language shows the same state: what scripts have put in the address since the page was made, too.
export function followState() {
  const link = document.querySelector("[data-language-switch]");
  const address = new URL(link.href);
  address.search = location.search;
  address.hash = location.hash;
  link.href = address.pathname + address.search + address.hash;
}

window.addEventListener("beforeprint", () => {
  for (const plot of document.querySelectorAll("[data-chart]")) draw(plot);
});

document.body.classList.add("has-script");
await document.fonts.ready;
drawAll();

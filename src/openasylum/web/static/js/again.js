// A page that shows something coarser, or nothing yet, while what was asked for is computed: the page is asked for again until it
// is there, and then takes the place of this one. What is shown of the progress meanwhile follows.
import { drawAll } from "./page.js";

const PAUSE = 1500;

async function again() {
  let html = null;
  try {
    html = await (await fetch(location.href)).text();
  } catch {
    setTimeout(again, 3 * PAUSE);
    return;
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-again]"), shown = document.querySelector("[data-again]");
  if ("waiting" in shown.dataset && !(fresh && "waiting" in fresh.dataset)) {
    location.reload();
  } else if (fresh) {
    if (fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
    setTimeout(again, PAUSE);
  } else {
    finer(page);
  }
}

// The finer page in the place of the coarser one, where the reader is: nothing jumps, what is open stays open.
function finer(page) {
  const main = document.querySelector("main");
  const open = [...main.querySelectorAll("details")].map((one) => one.open);
  main.replaceChildren(...page.querySelector("main").childNodes);
  [...main.querySelectorAll("details")].forEach((one, index) => { one.open = open[index] ?? false; });
  drawAll(main);
}

if (document.querySelector("[data-again]")) setTimeout(again, PAUSE);

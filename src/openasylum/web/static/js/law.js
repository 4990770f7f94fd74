// The law on a day: the slider, the date and the steps show another day; the address follows.
import { followState } from "./page.js";

const form = document.querySelector("[data-law]");
const slider = form.querySelector("[data-slider]"), field = form.querySelector("[data-date]"), jump = form.querySelector("[data-jump]");
const first = Date.parse(`${form.dataset.first}T00:00:00Z`);
const DAY = 86400000;
let turn = 0;

const dayAt = (offset) => new Date(first + offset * DAY).toISOString().slice(0, 10);
const offsetOf = (day) => Math.round((Date.parse(`${day}T00:00:00Z`) - first) / DAY);

async function show(day) {
  turn += 1;
  const mine = turn;
  const answer = await fetch(`${form.dataset.part}?as-of=${day}`);
  const html = await answer.text();
  if (mine !== turn || !answer.ok) return;
  const box = document.querySelector("[data-law-on]");
  const all = box.querySelector("[data-all]").checked;
  const focused = box.contains(document.activeElement) ? [...box.querySelectorAll("a, summary, input")].indexOf(document.activeElement) : -1;
  box.innerHTML = html;
  box.querySelector("[data-all]").checked = all;
  box.classList.toggle("all", all);
  if (focused >= 0) box.querySelectorAll("a, summary, input")[focused]?.focus();
  history.replaceState(null, "", `?as-of=${day}`);
  followState();
  place(day);
}

function place(day) {
  slider.value = offsetOf(day);
  field.value = day;
  slider.setAttribute("aria-valuetext", new Date(`${day}T00:00:00Z`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }));
  const before = [...jump.options].filter((option) => option.value <= day);
  jump.value = before.length ? before[before.length - 1].value : jump.options[0].value;
}

let pause = 0;
slider.addEventListener("input", () => {
  const day = dayAt(Number(slider.value));
  place(day);
  clearTimeout(pause);
  pause = setTimeout(() => show(day), 80);
});
field.addEventListener("change", () => { if (field.value && field.checkValidity()) show(field.value); });
jump.addEventListener("change", () => show(jump.value));
form.addEventListener("submit", (event) => { event.preventDefault(); show(field.value); });
document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (!step) return;
  event.preventDefault();
  show(step.dataset.step);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) document.querySelector("[data-law-on]").classList.toggle("all", event.target.checked);
});
jump.disabled = false;
place(field.value);

// The page of scenarios: levers and amendments change the active scenario; the result and the address follow.
import { amount, change } from "./format.js";
import { liveBox, show } from "./result.js";
import { leverSetting, queryOf, readScenario, withLever } from "./scenario-text.js";

const list = document.querySelector("[data-chosen]");
const panel = document.querySelector("[data-panel]");
const words = JSON.parse(list.dataset.scenarioWords);
const presets = JSON.parse(list.dataset.presets);
let chosen = [...list.children].map((item) => ({ ...readScenario(item.dataset.text), title: item.textContent.trim() }));
let active = 0;

const say = (key, gaps = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => gaps[name]);

function current() {
  return chosen[active] ?? { preset: "law-in-force", changes: [], title: words.baseline };
}

// A change of the active scenario: where none is chosen, it becomes one beside the law in force.
function put(scenario) {
  if (chosen.length) chosen[active] = scenario;
  else chosen = [scenario];
  apply();
}

function apply() {
  const query = queryOf(chosen, liveBox().dataset.part.split("?")[1]);
  fill();
  return show(query).then(() => {});
}

// Titles of changed scenarios come from the server, with the result.
document.addEventListener("shown", () => {
  const heads = [...liveBox().querySelectorAll("[data-scenario-title]")];
  chosen.forEach((one, index) => { one.title = heads[index]?.dataset.scenarioTitle ?? one.title; });
  fill();
});

function button(text, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", `${text}: ${name}`);
  made.addEventListener("click", act);
  return made;
}

function fill() {
  const focused = document.activeElement?.getAttribute("aria-label");
  list.replaceChildren(...chosen.map((one, index) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    item.className = `look-${index + 1}${index === active ? " active" : ""}`;
    name.className = "chip-name";
    name.textContent = one.title;
    item.append(name);
    if (index !== active) item.append(button(words.edit, one.title, () => { active = index; fill(); }));
    item.append(button(words.remove, one.title, () => { chosen.splice(index, 1); active = 0; apply(); }));
    return item;
  }));
  if (focused) document.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  panel.querySelector("[data-active]").textContent = current().title;
  for (const lever of panel.querySelectorAll("[data-lever]")) fillLever(lever);
  fillMade();
}

function fillLever(lever) {
  const setting = leverSetting(current(), lever.dataset.lever, presets);
  const slider = lever.querySelector("[data-factor]"), exact = lever.querySelector("[data-exact]");
  const number = lever.querySelector("[data-number-of]");
  const byFactor = !setting || setting.value.startsWith("x");
  const factor = byFactor && setting ? Number(setting.value.slice(1)) : 1;
  if (document.activeElement !== slider) slider.value = factor;
  if (document.activeElement !== exact) exact.value = setting && byFactor ? factor : "";
  if (number && document.activeElement !== number) number.value = setting && !byFactor ? setting.value : "";
  if (setting) lever.querySelector("[data-day]").value = setting.day;
  const text = byFactor ? `× ${amount(factor, "number")}` : written(Number(setting.value), number.dataset.kind);
  lever.querySelector("[data-output]").textContent = text;
  slider.setAttribute("aria-valuetext", text);
  lever.classList.toggle("moved", Boolean(setting));
}

// A number a year as it is; of people so many more; of those who lose their protection so many fewer.
function written(number, kind) {
  if (kind === "per_year") return amount(number, "persons");
  return change(kind === "fewer" ? -number : number, "persons");
}

function move(lever, value) {
  const day = lever.querySelector("[data-day]").value || list.dataset.from;
  put(withLever(current(), lever.dataset.lever, value, day));
}

// A number typed: with a comma or a point; out of range or no number is said beside the lever.
function typed(lever, field, prefix) {
  const problem = lever.querySelector("[data-problem]");
  const text = field.value.trim().replace(",", "."), { low, high } = field.dataset;
  const number = Number(text);
  problem.hidden = text === "" || (Number.isFinite(number) && number >= Number(low) && number <= Number(high));
  if (!problem.hidden) problem.textContent = say("number_bad", { low, high });
  else move(lever, text === "" ? null : `${prefix}${number}`);
}

let pause = 0;
for (const lever of panel.querySelectorAll("[data-lever]")) {
  lever.querySelector("[data-factor]").addEventListener("input", (event) => {
    const { value } = event.target;
    lever.querySelector("[data-output]").textContent = `× ${amount(Number(value), "number")}`;
    clearTimeout(pause);
    pause = setTimeout(() => move(lever, `x${Number(value)}`), 120);
  });
  lever.querySelector("[data-exact]").addEventListener("change", (event) => typed(lever, event.target, "x"));
  lever.querySelector("[data-number-of]")?.addEventListener("change", (event) => typed(lever, event.target, ""));
  lever.querySelector("[data-day]").addEventListener("change", () => {
    const setting = leverSetting(current(), lever.dataset.lever, presets);
    if (setting) move(lever, setting.value);
  });
  lever.querySelector("[data-reset]").addEventListener("click", () => move(lever, null));
}

function fillMade() {
  const made = panel.querySelector("[data-made]");
  const { changes } = current();
  made.replaceChildren(...changes.map(([key, value], index) => {
    const item = document.createElement("li");
    const label = panel.querySelector(`[data-lever="${key}"] label`)?.firstChild.textContent.trim() ?? words[key] ?? key;
    item.append(`${label}: ${value.replace("@", ` – ${words.from_day} `)} `);
    item.append(button(words.remove, value, () => put({ ...current(), changes: changes.filter((_, at) => at !== index) })));
    return item;
  }));
  if (!changes.length) made.append(Object.assign(document.createElement("li"), { textContent: words.no_change, className: "quiet" }));
}

const amend = panel.querySelector("[data-amend]");

function fillAmend() {
  const option = amend.provision.selectedOptions[0];
  const parameters = JSON.parse(option.dataset.parameters);
  const inForce = option.dataset.inForce === "yes";
  const numbers = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`).join("; ");
  panel.querySelector("[data-now]").textContent = [inForce ? words.in_force_now : words.not_in_force_now, numbers].filter(Boolean).join(": ");
  amend.parameter.replaceChildren(...Object.keys(parameters).map((name) => new Option(name, name)));
  amend.change.querySelector("[value=amend]").disabled = !Object.keys(parameters).length;
  amend.change.querySelector("[value=enact]").disabled = inForce;
  if (amend.change.selectedOptions[0].disabled) amend.change.value = inForce ? "repeal" : "enact";
  panel.querySelector("[data-which]").hidden = amend.change.value !== "amend";
}

amend.addEventListener("change", fillAmend);
amend.addEventListener("submit", (event) => {
  event.preventDefault();
  const what = amend.provision.value, change = amend.change.value, day = amend.day.value || list.dataset.from;
  const value = change === "amend" ? `${what}:${amend.parameter.value}:${amend.value.value.trim()}` : what;
  put({ ...current(), changes: [...current().changes, [change, `${value}@${day}`]] });
});

// Ready-made scenarios: those ticked, in place of the unchanged ones shown; a changed one stays.
document.querySelector("[data-preset-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const ticked = [...event.target.querySelectorAll(":checked")];
  const kept = chosen.filter((one) => one.changes.length);
  const added = ticked.filter((box) => !kept.some((one) => one.preset === box.value))
    .map((box) => ({ preset: box.value, changes: [], title: box.closest("label").querySelector("strong").textContent }));
  chosen = [...kept, ...added].slice(0, Number(list.dataset.most));
  active = 0;
  document.querySelector(".picker").open = false;
  apply();
});

// Where levers stand above the result and not beside it, they are folded: the result is what one came for.
if (!matchMedia("(min-width: 80rem)").matches) {
  for (const part of panel.querySelectorAll(".stack > details")) part.open = false;
}

fill();
fillAmend();

// A result that is still computing: the finer answer takes the place of the coarser one; it can be stopped.
import { drawAll, followState } from "./page.js";
import { word } from "./format.js";
import { readable } from "./scenario-text.js";

let latest = 0;

export function liveBox() {
  return document.querySelector("[data-live]");
}

function say(text) {
  liveBox().querySelector("[data-status]").textContent = text;
}

// Put the part that the server sent in the place of the one shown; open tables and the focus stay as they are.
function swap(html) {
  const old = liveBox();
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset : null;
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const notice of document.querySelectorAll("[data-changed]")) notice.remove();
  old.replaceWith(holder.content);
  [...liveBox().querySelectorAll("details")].forEach((one, index) => { one.open = open[index] ?? false; });
  if (focused && "measure" in focused) liveBox().querySelector("[data-measure]")?.focus();
  drawAll(liveBox());
}

async function ask(address) {
  const answer = await fetch(address);
  if (answer.status === 204) return { html: null, job: answer.headers.get("X-Job") };
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return { html: text, job: null };
}

// Follow the job of the shown result until it is whole, is stopped, or another takes its place.
async function refine(turn) {
  for (;;) {
    const { job, draws, part } = liveBox().dataset;
    if (!job || turn !== latest) return;
    const { html } = await ask(`${part}&job=${job}&after=${draws}`);
    if (turn !== latest) return;
    if (html) swap(html);
    else await progress(job);
  }
}

async function progress(job) {
  const status = await (await fetch(`/api/v1/jobs/${job}?lang=${document.documentElement.lang}`)).json();
  if (status.state === "cancelled" || status.state === "failed") {
    stopped(status.detail ?? word("cancelled"));
    return;
  }
  liveBox().querySelector("progress").value = status.progress.done;
  say(word("computing", { done: status.progress.done, total: status.progress.of }));
}

function stopped(sentence) {
  const box = liveBox();
  box.dataset.job = "";
  box.querySelector("[data-progress]").hidden = true;
  say(sentence);
}

// Show another state: its first draws at once, then finer. The address of the page follows.
export async function show(query) {
  latest += 1;
  const turn = latest;
  const { job, part } = liveBox().dataset;
  liveBox().setAttribute("aria-busy", "true");
  try {
    const address = `${part.split("?")[0]}?${query}${job ? `&replaces=${job}` : ""}`;
    let found = await ask(address);
    while (!found.html && turn === latest) found = await ask(found.job ? `${address}&job=${found.job}` : address);
    if (turn !== latest) return;
    swap(found.html);
    history.replaceState(null, "", `?${query}`);
    followState();
    document.dispatchEvent(new CustomEvent("shown"));
    await refine(turn);
  } catch (error) {
    failed(error);
  } finally {
    liveBox().removeAttribute("aria-busy");
  }
}

function failed(error) {
  stopped(error instanceof TypeError ? word("lost") : error.message);
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-cancel]")) return;
  latest += 1;
  const { job } = liveBox().dataset;
  stopped(word("cancelled"));
  if (job) await fetch(`/api/v1/jobs/${job}`, { method: "DELETE" });
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-measure]")) return;
  const query = new URLSearchParams(liveBox().dataset.part.split("?")[1]);
  query.set("measure", event.target.value);
  show(readable(query));
});

refine(latest).catch(failed);

// A file that is still being made is asked for again until it is there.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-file]");
  if (!link) return;
  event.preventDefault();
  const status = document.querySelector("[data-file-status]"), { preparing, ready } = link.closest("[data-files]").dataset;
  status.textContent = preparing;
  try {
    let answer = await fetch(link.href);
    while (answer.status === 503) {
      await new Promise((after) => { setTimeout(after, 1500); });
      answer = await fetch(link.href);
    }
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "";
    const made = document.createElement("a");
    made.href = URL.createObjectURL(await answer.blob());
    made.download = name;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 10000);
    status.textContent = ready;
  } catch (error) {
    status.textContent = error instanceof TypeError ? word("lost") : error.message;
  }
});

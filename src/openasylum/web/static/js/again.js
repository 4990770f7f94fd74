// A page that shows something coarser, or nothing yet, while what was asked for is computed: the page is asked for again until it
// is there, and then takes the place of this one. What is shown of the progress meanwhile follows.
const PAUSE = 1500;

async function again() {
  let html = null;
  try {
    html = await (await fetch(location.href)).text();
  } catch {
    setTimeout(again, 3 * PAUSE);
    return;
  }
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-again]");
  if (!fresh) {
    location.reload();
    return;
  }
  const shown = document.querySelector("[data-again]");
  if (fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
  setTimeout(again, PAUSE);
}

if (document.querySelector("[data-again]")) setTimeout(again, PAUSE);

// Names of countries in the language of the page, from the browser itself, in order of the alphabet.
import { language } from "./format.js";

const names = new Intl.DisplayNames([language], { type: "region" });
const byName = new Intl.Collator(language).compare;

for (const select of document.querySelectorAll("[data-countries]")) {
  const options = [...select.options].filter((option) => option.value);
  for (const option of options) option.textContent = names.of(option.value) ?? option.value;
  const [first, second, ...others] = options;
  others.sort((a, b) => byName(a.textContent, b.textContent));
  select.append(first, second, ...others);
}

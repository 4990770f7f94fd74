// Numbers and days as people read them, in the language of the page.

export const language = document.documentElement.lang.slice(0, 2);
const locale = language === "fr" ? "fr-CA" : "en-CA";
const NARROW = "\u202f", WIDE = "\u00a0";

function grouped(value, digits = 0) {
  const parts = value.toFixed(digits).split(".");
  parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, language === "fr" ? NARROW : ",");
  return parts.join(language === "fr" ? "," : ".");
}

// Three significant figures, with no zeros that say nothing.
function figures(value) {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  const text = grouped(rounded, Math.min(decimals, 6));
  const mark = language === "fr" ? "," : ".";
  return text.includes(mark) ? text.replace(/0+$/, "").replace(mark + "$", "").replace(/[.,]$/, "") : text;
}

// A number of persons, months or dollars: "47,300", "1.24 M", "14.2", "$3.1 B"; the same in French.
export function amount(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (unit === "CAD") return sign + dollars(size);
  if (unit === "months") return sign + grouped(size, 1);
  if (size >= 1e6) return `${sign}${figures(size / 1e6)}${WIDE}M`;
  return sign + (unit === "persons" ? grouped(size < 1000 ? Math.round(size) : Number(size.toPrecision(3))) : figures(size));
}

function dollars(size) {
  const scale = [[1e9, "B", "G$"], [1e6, "M", "M$"], [1e3, "K", "k$"]].find(([least]) => size >= least);
  if (!scale) return language === "fr" ? `${grouped(size)}${WIDE}$` : `$${grouped(size)}`;
  const [by, english, french] = scale;
  return language === "fr" ? `${figures(size / by)}${WIDE}${french}` : `$${figures(size / by)}${WIDE}${english}`;
}

export function change(value, unit) {
  return value > 0 ? `+${amount(value, unit)}` : amount(value, unit);
}

// "March 2027", "mars 2027".
export function month(day) {
  return day.toLocaleDateString(locale, { year: "numeric", month: "long", timeZone: "UTC" });
}

// A day written as 2027-03-01, at midnight UTC: no time zone of the reader moves it.
export function parseDay(text) {
  return new Date(`${text}T00:00:00Z`);
}

// Words of the page that scripts say; gaps {name} are filled.
export function word(key, gaps = {}) {
  const texts = JSON.parse(document.getElementById("content").dataset.words);
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
}

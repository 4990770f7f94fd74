// A measure over time: observed, then each scenario's median and ranges; the differences in a panel below.
/* global d3 */
import { amount, change, month, parseDay, word } from "./format.js";
import { DASHES, apart, canvas, textBlock, widthOf, wrapped } from "./drawing.js";

const LABEL = 14, ROW = 17;

export function timeChart(plot, chart) {
  const width = Math.max(280, plot.clientWidth), wide = width >= 600;
  const read = (points) => points.map(([day, ...values]) => [parseDay(day), ...values]);
  const series = chart.series.map((one) => ({ ...one, points: read(one.points) }));
  const gaps = chart.differences.map((one) => ({ ...one, points: read(one.points) }));
  const observed = read(chart.observed);
  const marks = chart.marks.map((mark) => ({ ...mark, day: parseDay(mark.day) }));
  const days = [...observed, ...series.flatMap((one) => one.points)].map(([day]) => day);
  const left = axisWidth(series, gaps, observed, chart.unit), right = wide ? nameWidth(series) : 10;
  const x = d3.scaleUtc(d3.extent(days), [left, width - right]);
  const rows = markRows(marks, x, width);
  const keyed = !wide && series.length > 2 ? series.map((one) => wrapped(one.name, LABEL, width - 44, 650)) : [];
  const head = d3.sum(keyed, (lines) => lines.length * 17 + 3) + (keyed.length ? 8 : 0);
  const top = 26 + head + rows.count * ROW, tall = wide ? 300 : 230, below = gaps.length ? 120 : 0;
  const height = top + tall + (below ? below + 46 : 0) + 28;
  const svg = canvas(plot, width, height);
  const y = scale([...observed.map((row) => row[1]), ...series.flatMap(ends)], [top + tall, top]);
  drawMarks(svg, rows.placed, head, top + tall + (below ? below + 46 : 0));
  panel(svg, series, observed, x, y, chart, left, width, chart.axis, top - 15 - rows.count * ROW);
  if (observed.length && series.length) boundary(svg, chart, x, top + tall);
  if (below) {
    const floor = top + tall + 46 + below;
    const low = scale(gaps.flatMap(ends), [floor, floor - below]);
    svg.append("line").attr("class", "zero").attr("x1", left).attr("x2", width - right).attr("y1", low(0)).attr("y2", low(0));
    panel(svg, gaps, [], x, low, chart, left, width, word("difference"), floor - below - 15, true);
  }
  years(svg, x, height - 8, wide);
  if (wide) names(svg, series, y, width - right + 10, right - 12, top, top + tall);
  else if (keyed.length) key(svg, series, keyed);
  else insideNames(svg, series, y, width - right, top, top + tall);
  readout(plot, svg, chart, series, gaps, observed, x, top, height - 28);
}

// Ticks are round: months have no decimals there.
const tickUnit = (unit) => (unit === "months" ? "number" : unit);

const ends = (one) => one.points.flatMap((point) => [point[1], point[5]]);

function scale(values, range) {
  return d3.scaleLinear([Math.min(0, d3.min(values) ?? 0), Math.max(0, d3.max(values) ?? 1)], range).nice(4);
}

function axisWidth(series, gaps, observed, unit) {
  const values = [...observed.map((row) => row[1]), ...[...series, ...gaps].flatMap(ends)];
  return Math.max(...d3.ticks(Math.min(0, d3.min(values)), d3.max(values), 4).map((tick) => widthOf(change(tick, tickUnit(unit)), 13))) + 14;
}

function nameWidth(series) {
  return 14 + Math.max(0, ...series.flatMap((one) => wrapped(one.name, LABEL, 130, 650).map((line) => widthOf(line, LABEL, 650))));
}

function panel(svg, series, observed, x, y, chart, left, width, title, titleAt, signed = false) {
  const grid = svg.insert("g", ":first-child").attr("class", "grid");
  for (const tick of y.ticks(signed ? 3 : 5)) {
    grid.append("line").attr("x1", left).attr("x2", x.range()[1]).attr("y1", y(tick)).attr("y2", y(tick));
    svg.append("text").attr("x", left - 8).attr("y", y(tick) + 4).attr("text-anchor", "end")
      .text((signed ? change : amount)(tick, tickUnit(chart.unit)));
  }
  svg.append("text").attr("x", 0).attr("y", titleAt).text(title);
  const area = (low, high) => d3.area((point) => x(point[0]), (point) => y(point[low]), (point) => y(point[high]));
  const line = d3.line((point) => x(point[0]), (point) => y(point[3]));
  for (const one of series) {
    const group = svg.append("g").attr("class", `look-${one.look}`);
    group.append("path").attr("class", "outer").attr("d", area(1, 5)(one.points));
    group.append("path").attr("class", "inner").attr("d", area(2, 4)(one.points));
    group.append("path").attr("class", "median").attr("d", line(one.points)).attr("stroke-dasharray", DASHES[one.look]);
    if (one.points.length < 20) {
      for (const point of one.points) group.append("circle").attr("class", "dot").attr("cx", x(point[0])).attr("cy", y(point[3])).attr("r", 3.2);
    }
  }
  if (observed.length) {
    svg.append("path").attr("class", "observed").attr("d", d3.line((row) => x(row[0]), (row) => y(row[1]))(observed));
    if (observed.length < 20) {
      for (const row of observed) svg.append("circle").attr("class", "observed-dot").attr("cx", x(row[0])).attr("cy", y(row[1])).attr("r", 2.6);
    }
  }
}

// Labels of the marks in as many rows above the plot as they need.
function markRows(marks, x, width) {
  const free = [];
  const placed = marks.map((mark) => {
    const at = x(mark.day), size = widthOf(mark.label, 12.5) + 12;
    const back = at + size > width, from = back ? at - size : at;
    let row = free.findIndex((end) => end <= from);
    if (row < 0) row = free.length;
    free[row] = from + size;
    return { ...mark, at, row, back };
  });
  return { placed, count: free.length };
}

function drawMarks(svg, placed, head, bottom) {
  for (const mark of placed) {
    const at = 26 + head + mark.row * ROW;
    svg.append("line").attr("class", "mark-line").attr("x1", mark.at).attr("x2", mark.at).attr("y1", at - 8).attr("y2", bottom);
    svg.append("text").attr("x", mark.at + (mark.back ? -5 : 5)).attr("y", at).attr("font-size", 12.5)
      .attr("text-anchor", mark.back ? "end" : "start").text(mark.label);
  }
}

// Where what was observed ends and what is projected begins.
function boundary(svg, chart, x, bottom) {
  const at = x(parseDay(chart.from));
  svg.append("text").attr("class", "halo").attr("x", at - 7).attr("y", bottom - 8).attr("text-anchor", "end").text(`← ${word("observed")}`);
  svg.append("text").attr("class", "halo").attr("x", at + 7).attr("y", bottom - 8).text(`${word("projected")} →`);
}

// Years, or quarters where the chart is short.
function years(svg, x, at, wide) {
  const [first, last] = x.domain();
  const short = last - first < 900 * 86400000;
  const days = short ? d3.utcMonth.every(3).range(first, last) : d3.utcYear.every(wide ? 1 : 3).range(first, last);
  for (const day of days) {
    const text = short ? day.toISOString().slice(0, 7) : day.getUTCFullYear();
    svg.append("text").attr("x", x(day)).attr("y", at).attr("text-anchor", "middle").text(text);
  }
}

function lastMedian(one) {
  return one.points[one.points.length - 1]?.[3] ?? 0;
}

function names(svg, series, y, x, width, top, bottom) {
  const lines = series.map((one) => wrapped(one.name, LABEL, width, 650));
  const places = apart(series.map((one) => y(lastMedian(one))), lines.map((each) => each.length * (LABEL + 2) + 5), top - 10, bottom + 10);
  series.forEach((one, index) => {
    const group = svg.append("g").attr("class", `look-${one.look}`);
    textBlock(group, lines[index], x, places[index], LABEL).attr("class", "name");
  });
}

function insideNames(svg, series, y, x, top, bottom) {
  const wanted = series.map((one) => y(lastMedian(one)) - 12);
  const places = apart(wanted, series.map(() => 19), top, bottom - 20);
  series.forEach((one, index) => {
    const group = svg.append("g").attr("class", `look-${one.look}`);
    textBlock(group, [one.name], x, places[index], 13, "end").attr("class", "name halo");
  });
}

// On a phone, where names would lie on the lines: each name with a piece of its line, above the plot.
function key(svg, series, names) {
  let y = 12;
  series.forEach((one, index) => {
    const group = svg.append("g").attr("class", `look-${one.look}`);
    group.append("path").attr("class", "sample").attr("d", `M0,${y - 4}H32`).attr("stroke-dasharray", DASHES[one.look]);
    names[index].forEach((line, row) => group.append("text").attr("class", "name").attr("x", 40).attr("y", y + row * 17).text(line));
    y += names[index].length * 17 + 3;
  });
}

// Under the pointer: the day, and what each line says there.
function readout(plot, svg, chart, series, gaps, observed, x, top, bottom) {
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true");
  plot.append(tip);
  const line = svg.append("line").attr("class", "pointer").attr("y1", top).attr("y2", bottom).attr("visibility", "hidden");
  const all = [...series, ...gaps];
  const days = [...new Set([...observed, ...all.flatMap((one) => one.points)].map(([day]) => +day))].sort(d3.ascending);
  const at = (points, day) => points.find((point) => +point[0] === day);
  svg.on("pointermove", (event) => {
    const day = days[d3.bisectCenter(days, x.invert(d3.pointer(event)[0]))];
    line.attr("x1", x(day)).attr("x2", x(day)).attr("visibility", "visible");
    const parts = [];
    const seen = at(observed, day);
    if (seen) parts.push(`${word("observed")} ${amount(seen[1], chart.unit)}`);
    all.forEach((one, index) => {
      const point = at(one.points, day), write = index < series.length ? amount : change;
      const name = index < series.length ? one.name : word("difference");
      if (point) parts.push(`${name} ${write(point[3], chart.unit)} (${word("range", { low: write(point[1], chart.unit), high: write(point[5], chart.unit) })})`);
    });
    tip.textContent = `${month(new Date(day))} – ${parts.join(" · ")}`;
  }).on("pointerleave", () => {
    line.attr("visibility", "hidden");
    tip.textContent = "";
  });
}

// Rows of ranges: a tornado (bars between two answers), or a median within its range.
/* global d3 */
import { amount, change } from "./format.js";
import { canvas, textBlock, widthOf, wrapped } from "./drawing.js";

export function rowChart(plot, chart) {
  const width = Math.max(280, plot.clientWidth), wide = width >= 600;
  const left = wide ? Math.min(330, width * 0.42) : 0, right = 12;
  const write = chart.signed ? change : amount;
  const values = chart.rows.flatMap((row) => [row.low, row.high, row.mid ?? row.low]);
  const edge = Math.max(...chart.rows.flatMap((row) => [widthOf(row.at_low ?? "", 12), widthOf(row.at_high ?? "", 12), 24])) + 10;
  const x = d3.scaleLinear(extent(values, chart), [left + edge, width - right - edge]).nice(5);
  const lines = chart.rows.map((row) => wrapped(row.name, 14, wide ? left - 24 : width, 400));
  const tall = lines.map((each) => (wide ? Math.max(36, each.length * 16 + 14) : each.length * 16 + 34));
  const height = d3.sum(tall) + (chart.axis ? 62 : 44);
  const svg = canvas(plot, width, height);
  axis(svg, x, d3.sum(tall) + 14, write, chart.unit);
  if (chart.axis) svg.append("text").attr("x", width - right).attr("y", height - 6).attr("text-anchor", "end").text(chart.axis);
  let top = 6;
  chart.rows.forEach((row, index) => {
    const middle = wide ? top + tall[index] / 2 : top + tall[index] - 16;
    const group = svg.append("g").attr("class", `look-${row.pale ? 9 : chart.bars ? 0 : 1}`);
    const name = wide ? [left - 14, top + tall[index] / 2, "end"] : [0, top + lines[index].length * 8 + 2, "start"];
    textBlock(group, lines[index], name[0], name[1], 14, name[2]).attr("class", "rowname halo");
    (chart.bars ? bar : whisker)(group, row, x, middle);
    top += tall[index];
  });
}

function extent(values, chart) {
  const [low, high] = d3.extent(values);
  return chart.bars ? [low, high] : [Math.min(0, low), Math.max(0, high)];
}

function axis(svg, x, bottom, write, unit) {
  const grid = svg.append("g").attr("class", "grid");
  const most = x.range()[1] - x.range()[0] < 300 ? 3 : 5;
  for (const tick of x.ticks(most)) {
    grid.append("line").attr("x1", x(tick)).attr("x2", x(tick)).attr("y1", 0).attr("y2", bottom);
    svg.append("text").attr("x", x(tick)).attr("y", bottom + 20).attr("text-anchor", "middle").text(write(tick, unit));
  }
  const [low, high] = x.domain();
  if (low < 0 && high > 0) svg.append("line").attr("class", "zero").attr("x1", x(0)).attr("x2", x(0)).attr("y1", 0).attr("y2", bottom);
}

// From the answer where the assumption is low to the answer where it is high; its value there stands at each end.
function bar(group, row, x, y) {
  const [from, to] = [x(row.low), x(row.high)].sort(d3.ascending);
  group.append("rect").attr("class", "bar").attr("x", from).attr("width", Math.max(2, to - from)).attr("y", y - 7).attr("height", 14).attr("rx", 2);
  const lowLeft = row.low <= row.high;
  group.append("text").attr("class", "rowname").attr("x", from - 5).attr("y", y + 4).attr("text-anchor", "end").attr("font-size", 12)
    .text(lowLeft ? row.at_low : row.at_high);
  group.append("text").attr("class", "rowname").attr("x", to + 5).attr("y", y + 4).attr("font-size", 12)
    .text(lowLeft ? row.at_high : row.at_low);
}

function whisker(group, row, x, y) {
  group.append("line").attr("class", "whisker").attr("x1", x(row.low)).attr("x2", x(row.high)).attr("y1", y).attr("y2", y);
  group.append("circle").attr("class", "dot").attr("cx", x(row.mid)).attr("cy", y).attr("r", 6);
}

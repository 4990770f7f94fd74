// A tile a province, placed roughly as on a map: a bar a scenario on one scale, and the number of the first below its code.
/* global d3 */
import { amount, change } from "./format.js";
import { canvas, widthOf, wrapped } from "./drawing.js";

const GAP = 6;

export function tileChart(plot, chart) {
  const width = Math.min(Math.max(280, plot.clientWidth), 820), wide = width >= 600;
  const across = d3.max(chart.tiles, (tile) => tile.column) + 1, down = d3.max(chart.tiles, (tile) => tile.row) + 1;
  const size = (width - GAP * (across - 1)) / across, tall = wide ? size * 1.12 : size * 1.5;
  const heads = chart.series.map((one) => wrapped(one.name, 14, width - 30, 650));
  const top = d3.sum(heads, (lines) => lines.length * 18 + 4) + 10;
  const svg = canvas(plot, width, top + down * (tall + GAP));
  key(svg, chart, heads);
  const most = d3.max(chart.tiles, (tile) => d3.max(chart.series, (_, index) => tile.values[index][1])) || 1;
  for (const tile of chart.tiles) {
    const group = svg.append("g").attr("class", "tile").attr("transform", `translate(${tile.column * (size + GAP)} ${top + tile.row * (tall + GAP)})`);
    group.append("title").text(told(tile, chart));
    group.append("rect").attr("class", "tile-box").attr("width", size).attr("height", tall).attr("rx", 4);
    group.append("text").attr("class", "rowname").attr("x", wide ? 8 : 4).attr("y", wide ? 18 : 14).attr("font-weight", 650).attr("font-size", wide ? 14 : 12).text(tile.code);
    bars(group, tile, chart, d3.scaleLinear([0, most], [0, tall - (wide ? 64 : 38)]), size, tall, wide);
    numbers(group, tile, chart, size, wide);
  }
}

function bars(group, tile, chart, y, size, tall, wide) {
  const x = d3.scaleBand(d3.range(chart.series.length), [wide ? 8 : 4, size - (wide ? 8 : 4)]).paddingInner(0.18);
  chart.series.forEach((one, index) => {
    const value = y(tile.values[index][1]);
    group.append("g").attr("class", `look-${one.look}`).append("rect").attr("class", index ? "bar" : "bar open")
      .attr("x", x(index)).attr("width", x.bandwidth()).attr("y", tall - 5 - value).attr("height", Math.max(0.5, value));
  });
}

// The law in force's people, and below them how many more or fewer under the first of the others; where they fit.
function numbers(group, tile, chart, size, wide) {
  const lines = [amount(tile.values[0][1], chart.unit)];
  const gap = chart.signed.indexOf(true);
  if (gap > 0 && chart.series.length === 2) lines.push(change(tile.values[gap][1], chart.unit));
  if (!wide) lines.splice(0, lines.length - 1);
  lines.forEach((text, index) => {
    const fits = [13, 12, 11, 10, 9].find((points) => widthOf(text, points) <= size - 8);
    if (fits) group.append("text").attr("x", wide ? 8 : 4).attr("y", (wide ? 35 : 27) + index * 16).attr("font-size", fits).text(text);
  });
}

function key(svg, chart, heads) {
  let y = 4;
  chart.series.forEach((one, index) => {
    const group = svg.append("g").attr("class", `look-${one.look}`);
    group.append("rect").attr("class", index ? "bar" : "bar open").attr("x", 1).attr("y", y).attr("width", 12).attr("height", 12);
    heads[index].forEach((line, row) => group.append("text").attr("class", "name").attr("x", 22).attr("y", y + 11 + row * 18).text(line));
    y += heads[index].length * 18 + 4;
  });
}

function told(tile, chart) {
  return `${tile.name}: ${tile.values.map(([, middle], index) => `${chart.columns[index]} ${(chart.signed[index] ? change : amount)(middle, chart.unit)}`).join("; ")}`;
}

// What happens to people: a diagram of ribbons a scenario where there is room, and bars of where they stand at the end.
/* global d3 */
import { amount } from "./format.js";
import { apart, canvas, textBlock, widthOf, wrapped } from "./drawing.js";

const TALL = 340, BOX = 9, SIZE = 12.5;

export function flowChart(plot, chart) {
  const width = Math.max(280, plot.clientWidth);
  if (width >= 600) ribbons(plot, chart, width);
  else ends(plot, chart, width);
}

function ribbons(plot, chart, width) {
  const each = TALL + 52;
  const svg = canvas(plot, width, each * chart.diagrams.length);
  chart.diagrams.forEach((diagram, index) => {
    const group = svg.append("g").attr("class", `diagram look-${diagram.look}`).attr("transform", `translate(0 ${index * each})`);
    group.append("text").attr("class", "name").attr("x", 0).attr("y", 16).text(diagram.name);
    draw(group.append("g").attr("transform", "translate(0 34)"), diagram, TALL / chart.height, width);
  });
}

// Boxes in columns; names left of the first and right of the others, the last ones with the most room.
function draw(group, diagram, scale, width) {
  const left = 118, right = Math.min(210, width * 0.27), boxes = new Map(diagram.boxes.map((box) => [box.id, box]));
  const step = (width - left - right - BOX) / Math.max(1, diagram.columns - 1);
  const at = (column) => left + column * step;
  const ways = group.append("g");
  for (const one of diagram.ribbons) {
    const from = at(boxes.get(one.source).column) + BOX, to = at(boxes.get(one.target).column);
    ways.append("path").attr("class", `ribbon family-${boxes.get(one.target).family}`)
      .attr("d", band(from, to, one.leaves * scale, one.arrives * scale, one.persons * scale));
  }
  for (const box of diagram.boxes) {
    group.append("rect").attr("class", `box family-${box.family}`).attr("x", at(box.column)).attr("width", BOX)
      .attr("y", box.top * scale).attr("height", Math.max(1, (box.bottom - box.top) * scale));
  }
  for (const [column, own] of d3.group(diagram.boxes, (box) => box.column)) {
    const room = column === 0 ? left - 10 : column === diagram.columns - 1 ? right - 10 : step - BOX - 8;
    labels(group, d3.sort(own, (box) => box.top), column, at(column), room, scale);
  }
}

function labels(group, boxes, column, x, room, scale) {
  const lines = boxes.map((box) => wrapped(`${box.name} ${amount(box.bottom - box.top, "persons")}`, SIZE, room, 500));
  const places = apart(boxes.map((box) => ((box.top + box.bottom) / 2) * scale), lines.map((each) => each.length * (SIZE + 2) + 3), 0, TALL + 6);
  lines.forEach((each, index) => {
    textBlock(group, each, column === 0 ? x - 6 : x + BOX + 5, places[index], SIZE, column === 0 ? "end" : "start").attr("class", "rowname halo");
  });
}

// A ribbon along a smooth step from box to box.
function band(from, to, leaves, arrives, thick) {
  const middle = (from + to) / 2;
  const line = (y0, y1) => `C${middle},${y0} ${middle},${y1}`;
  return `M${from},${leaves}${line(leaves, arrives)} ${to},${arrives}V${arrives + thick}${line(arrives + thick, leaves + thick)} ${from},${leaves + thick}Z`;
}

// On a phone: a row for each place where people stand at the end, a bar and a number a scenario.
function ends(plot, chart, width) {
  const most = d3.max(chart.ends, (one) => d3.max(one.values)) || 1;
  const tall = chart.ends.map((one) => 22 + one.values.length * 19 + 8);
  const head = chart.diagrams.length > 1 ? 8 + chart.diagrams.length * 20 : 0;
  const room = Math.max(...chart.ends.flatMap((one) => one.values.map((value) => widthOf(amount(value, "persons"), 13, 600)))) + 10;
  const svg = canvas(plot, width, d3.sum(tall) + head + 4);
  const x = d3.scaleLinear([0, most], [0, width - room]);
  if (head) chart.diagrams.forEach((one, index) => key(svg, one, index, width));
  let top = head;
  chart.ends.forEach((one, index) => {
    svg.append("text").attr("class", "rowname").attr("x", 0).attr("y", top + 15).text(one.name);
    one.values.forEach((value, scenario) => {
      const y = top + 22 + scenario * 19;
      const group = svg.append("g").attr("class", `look-${chart.diagrams[scenario].look}`);
      group.append("rect").attr("class", scenario ? "bar" : "bar open").attr("x", 1).attr("y", y).attr("width", Math.max(1, x(value))).attr("height", 13);
      group.append("text").attr("class", "rowname").attr("x", x(value) + 7).attr("y", y + 11).attr("font-size", 13).text(amount(value, "persons"));
    });
    top += tall[index];
  });
}

// Which bar is which scenario's: in their order, the law in force as an outline.
function key(svg, diagram, index, width) {
  const group = svg.append("g").attr("class", `look-${diagram.look}`);
  group.append("rect").attr("class", index ? "bar" : "bar open").attr("x", 1).attr("y", index * 20 + 2).attr("width", 16).attr("height", 11);
  const [first, ...rest] = wrapped(diagram.name, 13, width - 26, 650);
  group.append("text").attr("class", "name").attr("x", 24).attr("y", index * 20 + 12).attr("font-size", 13).text(rest.length ? `${first}…` : first);
}

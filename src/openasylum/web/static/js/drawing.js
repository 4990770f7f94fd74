// What the charts have in common: the SVG, labels moved apart, lines of text that fit.
/* global d3 */

// Dashes by look, so that no line is told apart by colour alone; the baseline is unbroken.
export const DASHES = [null, "7 4", "2 3", "9 3 2 3", "4 2"];

const ruler = document.createElement("canvas").getContext("2d");

export function widthOf(text, size, weight = 400) {
  ruler.font = `${weight} ${size}px "Source Sans 3", system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

// Words in lines no wider than so many pixels.
export function wrapped(text, size, width, weight = 400) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && widthOf(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Centres as near to those wanted as they can be without overlap, between top and bottom.
export function apart(wanted, sizes, top, bottom) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const placed = [];
  let edge = top;
  for (const index of order) {
    placed[index] = Math.max(wanted[index], edge + sizes[index] / 2);
    edge = placed[index] + sizes[index] / 2;
  }
  edge = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index], edge - sizes[index] / 2);
    edge = placed[index] - sizes[index] / 2;
  }
  return placed;
}

export function canvas(plot, width, height) {
  plot.replaceChildren();
  return d3.select(plot).append("svg").attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width).attr("height", height).attr("aria-hidden", "true");
}

// Lines of text one below the other, centred on y.
export function textBlock(parent, lines, x, y, size, anchor = "start") {
  const text = parent.append("text").attr("x", x).attr("text-anchor", anchor).attr("font-size", size);
  const first = y - ((lines.length - 1) * (size + 2)) / 2 + size * 0.34;
  lines.forEach((line, index) => {
    text.append("tspan").attr("x", x).attr("y", first + index * (size + 2)).text(line);
  });
  return text;
}

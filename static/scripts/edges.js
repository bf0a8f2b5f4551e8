// Edges as SVG: a line with rounded corners, a crow's foot at the referencing end, bars or a circle at the referenced.
import { escape } from "./cards.js";

/** @typedef {import("./scenes.js").Edge} Edge */
/** @typedef {import("./routes.js").Spot} Spot */

const SVG = "http://www.w3.org/2000/svg";
const CORNER = 7;
const TOE = 10; // length of a crow's foot
const SPAN = 5; // half the width of a foot or bar
const RING = 3.6;

/** What deleting the referenced row does, said on the line; nothing for the two that refuse. */
const DELETING = /** @type {Record<string, string>} */ ({
  cascade: "cascade",
  "set null": "set null",
  "set default": "set default",
  restrict: "restrict",
});

/** @param {Edge} edge @param {Spot[]} points @returns {SVGGElement} */
export function drawEdge(edge, points) {
  const group = document.createElementNS(SVG, "g");
  group.id = `edge-${edge.id}`;
  group.setAttribute("class", `edge on-delete-${edge.on_delete.replace(" ", "-")}`);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", edge.title);
  fillEdge(group, edge, points);
  return group;
}

/** Draws the edge's line anew. @param {SVGGElement} group @param {Edge} edge @param {Spot[]} points */
export function fillEdge(group, edge, points) {
  if (points.length < 2) return group.replaceChildren();
  const line = outline(points);
  group.innerHTML =
    `<title>${escape(edge.title)}</title><path class="grip" d="${line}"/><path class="line" d="${line}"/>` +
    childEnd(points[0], points[1], edge.is_unique) +
    parentEnd(points[points.length - 1], points[points.length - 2], edge.is_optional) +
    deleting(edge, points);
}

/** @param {Spot[]} points @returns {string} path data */
export function outline(points) {
  let path = `M${points[0]}`;
  for (let number = 1; number + 1 < points.length; number += 1) {
    const [before, corner, after] = [points[number - 1], points[number], points[number + 1]];
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    path += `L${towards(corner, before, radius)}Q${corner} ${towards(corner, after, radius)}`;
  }
  return `${path}L${points[points.length - 1]}`;
}

/** Zero or one (circle and bar), or any number (circle and foot). @param {Spot} end @param {Spot} next @param {boolean} [isUnique] */
function childEnd(end, next, isUnique) {
  const apex = beside(end, next, TOE, 0);
  const foot = isUnique
    ? bar(end, next, 7)
    : `M${apex}L${beside(end, next, 0, -SPAN)}M${apex}L${beside(end, next, 0, SPAN)}`;
  return `<path class="foot" d="${foot}"/>${circle(beside(end, next, TOE + RING, 0))}`;
}

/** Exactly one (two bars), or zero or one (circle and bar). @param {Spot} end @param {Spot} next @param {boolean} [isOptional] */
function parentEnd(end, next, isOptional) {
  if (isOptional) return `<path class="foot" d="${bar(end, next, 6)}"/>${circle(beside(end, next, 10 + RING, 0))}`;
  return `<path class="foot" d="${bar(end, next, 6)}${bar(end, next, 10)}"/>`;
}

/** @param {Edge} edge @param {Spot[]} points */
function deleting(edge, points) {
  const words = DELETING[edge.on_delete];
  if (!words) return "";
  const isLeftwards = points[1][0] < points[0][0];
  const [x, y] = [points[0][0] + (isLeftwards ? -22 : 22), points[0][1] - 4];
  return `<text class="deleting${isLeftwards ? " leftwards" : ""}" x="${x}" y="${y}">${words}</text>`;
}

/** @param {Spot} centre */
function circle([x, y]) {
  return `<circle class="ring" cx="${x}" cy="${y}" r="${RING}"/>`;
}

/** @param {Spot} end @param {Spot} next @param {number} at */
function bar(end, next, at) {
  return `M${beside(end, next, at, -SPAN)}L${beside(end, next, at, SPAN)}`;
}

/** @param {Spot} end @param {Spot} next @param {number} along @param {number} aside @returns {Spot} */
function beside(end, next, along, aside) {
  const [dx, dy] = [next[0] - end[0], next[1] - end[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  return [round(end[0] + ux * along - uy * aside), round(end[1] + uy * along + ux * aside)];
}

/** @param {Spot} a @param {Spot} b */
function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** @param {Spot} from @param {Spot} to @param {number} length @returns {Spot} */
function towards(from, to, length) {
  const whole = distance(from, to) || 1;
  return [round(from[0] + ((to[0] - from[0]) * length) / whole), round(from[1] + ((to[1] - from[1]) * length) / whole)];
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

// Cards as SVG: header with name and lock, rows, notes. Colours come from the style sheet.
import { HEADER, ROW, ROWS_TOP } from "./scenes.js";

/** @typedef {import("./scenes.js").Card} Card */

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 12;
const MARK = 19; // room one mark takes in the gutter
const NULL = 32; // width of the column that says "null"
const ADVANCE = 0.6; // width of a character of the monospaced face, in em
const RADIUS = 6;
const PREFIX = { table: "table", managed: "table", view: "view", materialized: "view", enum: "enum" };
const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });

/** @param {string} text @returns {string} safe inside markup and quoted attributes */
export function escape(text) {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

/** @param {Card} card @returns {string} the id its element has */
export function elementId(card) {
  return `${PREFIX[/** @type {keyof typeof PREFIX} */ (card.kind)]}-${card.id}`;
}

/** @param {Card} card @returns {SVGGElement} */
export function drawCard(card) {
  const group = document.createElementNS(SVG, "g");
  group.id = elementId(card);
  const kind = PREFIX[/** @type {keyof typeof PREFIX} */ (card.kind)];
  group.setAttribute("class", `${kind}${card.kind === kind ? "" : ` ${card.kind}`}${card.rls ? ` rls-${card.rls}` : ""}`);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", card.title);
  placeCard(group, card);
  if (card.colour) group.classList.add("tinted", `tint-${card.colour}`);
  group.innerHTML = surface(card) + header(card) + (card.isCollapsed ? "" : rows(card) + notes(card));
  return group;
}

/** @param {SVGGElement} group @param {Card} card */
export function placeCard(group, card) {
  group.setAttribute("transform", `translate(${card.x} ${card.y})`);
}

/** @param {Card} card */
function surface({ width, height, rls, colour }) {
  const stripe = rls === "on" || rls === "exposed";
  const round = RADIUS;
  const left = `M${round} 0A${round} ${round} 0 0 0 0 ${round}V${height - round}A${round} ${round} 0 0 0 ${round} ${height}H3V0Z`;
  const top = `M0 ${HEADER}V${round}A${round} ${round} 0 0 1 ${round} 0H${width - round}A${round} ${round} 0 0 1 ${width} ${round}V${HEADER}Z`;
  const tint = height > HEADER || colour ? `<path class="header" d="${top}"/><path class="rule" d="M0 ${HEADER}H${width}"/>` : "";
  return (
    `<rect class="surface" width="${width}" height="${height}" rx="${round}"/>${tint}` +
    `<rect class="border" width="${width}" height="${height}" rx="${round}"/>` +
    (stripe ? `<path class="stripe" d="${left}"/>` : "")
  );
}

/** @param {Card} card */
function header({ schema, name, rls, policies, width }) {
  const prefix = schema === "public" ? "" : `<tspan class="schema">${escape(schema)}.</tspan>`;
  const title = `<text class="title" x="${PADDING}" y="19.8">${prefix}${escape(name)}</text>`;
  const right = width - PADDING;
  if (rls === "exposed") return `${title}<text class="open" x="${right}" y="19">open</text>`;
  if (rls !== "on") return title;
  const x = right - 22;
  return (
    `${title}<path class="shackle" d="M${x + 2} 15V12A2.5 2.5 0 0 1 ${x + 7} 12V15"/>` +
    `<rect class="lock" x="${x}" y="14" width="9" height="6.5" rx="1.2"/>` +
    `<text class="policies" x="${right}" y="19">${policies ?? 0}</text>`
  );
}

/** @param {Card} card */
function rows(card) {
  const { rows = [], gutter, width, kind } = card;
  let html = "";
  rows.forEach(([id, name, type, marks, isNullable, reference], number) => {
    const y = ROWS_TOP + ROW * number + ROW / 2;
    const isKey = marks.includes("PK");
    let line = "";
    marks.forEach((mark, place) => {
      line += `<text class="mark ${mark}" x="${PADDING + MARK * place}" y="${y + 3.2}">${mark}</text>`;
    });
    line += `<text class="name${isKey ? " key" : ""}" x="${gutter}" y="${y + 4.4}">${escape(name)}</text>`;
    let right = width - PADDING;
    if (isNullable) line += `<text class="null" x="${right}" y="${y + 3.9}">null</text>`;
    if (card.has_null_column) right -= NULL;
    if (reference) line += `<text class="reference" x="${right}" y="${y + 3.9}">→ ${escape(reference)}</text>`;
    if (reference) right -= (reference.length + 3) * ADVANCE * (65 / 6);
    if (type) line += `<text class="type" x="${right}" y="${y + 3.9}">${escape(type)}</text>`;
    html += kind === "enum" ? line : `<g id="column-${id}" class="column">${line}</g>`;
  });
  return html;
}

/** @param {Card} card */
function notes({ notes: lines = [], height }) {
  return lines
    .map((note, number) => {
      const y = height - 3 - 20 * (lines.length - 1 - number) - 10 + 3.2;
      return `<text class="note" x="${PADDING}" y="${y}">${escape(note)}</text>`;
    })
    .join("");
}

// Drawing a relationship from column to column, and what shows under the pointer before: ports, lit paths, titles.
import { cardAt, currentPlane, currentScene, currentViewport } from "./diagram.js";
import htmx from "./htmx.js";
import { notify } from "./notices.js";
import { propose } from "./references.js";
import { ROW, ROWS_TOP, portOf, rowAt } from "./scenes.js";
import { canEdit } from "./steps.js";

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {import("./references.js").End} End */
/** @typedef {import("./references.js").Proposal} Proposal */

const SVG = "http://www.w3.org/2000/svg";

/** @type {End | null} the column that the ports belong to */
let ported = null;

/** @param {string} tag @param {Record<string, string | number>} attributes */
function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  currentPlane()?.marks.append(element);
  return element;
}

/** @param {string} selector */
function erase(selector) {
  for (const element of currentPlane()?.marks.querySelectorAll(selector) ?? []) element.remove();
}

/** Shows where a line can be drawn from. @param {End | null} end */
function showPorts(end) {
  if (end?.row === ported?.row && end?.card === ported?.card) return;
  erase(".port");
  ported = end;
  if (!end?.row) return;
  const y = portOf(end.card, end.row[0]);
  for (const x of [end.card.x, end.card.x + end.card.width]) draw("circle", { class: "port", cx: x, cy: y, r: 5 });
}

/**
 * The drag that starts at a port.
 * @param {PointerEvent} event
 * @returns {import("./viewports.js").Gesture | null}
 */
export function startLine(event) {
  const port = event.target instanceof Element && event.target.closest(".port");
  if (!port || !ported) return null;
  const source = ported;
  const [x, y] = [Number(port.getAttribute("cx")), Number(port.getAttribute("cy"))];
  const line = draw("path", { class: "drawn" });
  const words = document.createElement("div");
  words.className = "verdict";
  words.setAttribute("role", "status");
  document.getElementById("diagram")?.append(words);
  const row = draw("rect", { class: "aimed" });
  return {
    move(at, moved) {
      const target = endAt(moved);
      const verdict = target && propose(source, target);
      line.setAttribute("d", `M${x} ${y}L${at.x} ${at.y}`);
      aim(row, target);
      for (const element of [line, words, row]) element.classList.toggle("refused", Boolean(verdict && "refusal" in verdict));
      words.textContent = verdict ? ("refusal" in verdict ? verdict.refusal : verdict.words) : "";
    },
    end(_, ended, isCancelled) {
      const target = isCancelled ? null : endAt(ended);
      erase(".drawn, .aimed");
      words.remove();
      showPorts(null);
      const verdict = target && propose(source, target);
      if (!verdict) return;
      if ("refusal" in verdict) notify(verdict.refusal, { isError: true });
      else make(verdict);
    },
  };
}

/** @param {{clientX: number, clientY: number}} event @returns {End | null} */
function endAt(event) {
  const card = cardAt(event);
  const at = currentViewport()?.pointOf(event);
  return card && at ? { card, row: rowAt(card, at.y) } : null;
}

/** Shows what the line would end at. @param {SVGElement} frame @param {End | null} end */
function aim(frame, end) {
  frame.toggleAttribute("hidden", !end);
  if (!end) return;
  const { card, row } = end;
  const number = row ? (card.rows ?? []).indexOf(row) : -1;
  const place = number < 0 ? [card.y, 30] : [card.y + ROWS_TOP + ROW * number, ROW];
  const [y, height] = place;
  for (const [name, value] of Object.entries({ x: card.x, y, width: card.width, height })) {
    frame.setAttribute(name, String(value));
  }
}

/** Adds the foreign key, or asks for the columns that are missing. @param {Proposal} proposal */
function make({ child, columns, parent, targets, needsForm }) {
  const address = document.querySelector('[data-key="f"]')?.getAttribute("hx-get");
  const source = document.getElementById("diagram");
  if (!address || !source) return;
  const quoted = (/** @type {string[]} */ names) => names.map((name) => `"${name}"`).join(" ");
  const values = {
    table: child.id,
    columns: quoted(columns),
    target_table: parent.id,
    target_columns: quoted(targets),
  };
  if (needsForm) {
    htmx.ajax("GET", `${address}?${new URLSearchParams(values)}`, { source, target: "#inspector" });
  } else {
    const answers = { on_delete: "no action", on_update: "no action", with_index: "on", is_required: "on" };
    htmx.ajax("POST", address, { source, target: "#inspector", values: { ...values, ...answers } });
  }
}

/** Lights the columns a line joins. @param {Element | null | undefined} group of the line */
function lightPath(group) {
  for (const row of document.querySelectorAll(".diagram .column.joined")) row.classList.remove("joined");
  const edge = group && currentScene().edges.get(group.id.slice("edge-".length));
  if (!edge) return;
  for (const id of [...edge.child_rows, ...edge.parent_rows]) {
    document.getElementById(`column-${id}`)?.classList.add("joined");
  }
}

/** @param {PointerEvent} event */
function hover(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.buttons > 0 || target.closest(".port")) return;
  lightPath(target.closest(".edge"));
  const end = target.closest(".column") ? endAt(event) : null;
  const isTable = end?.card.kind === "table" || end?.card.kind === "managed";
  showPorts(end && isTable && canEdit() ? end : null);
  titleColumn(target.closest(".column"), end);
}

/** Gives a column the words that say all of it; only now, for thousands would weigh. @param {Element | null} group @param {End | null} end */
function titleColumn(group, end) {
  if (!group || !end?.row || group.querySelector("title")) return;
  const title = document.createElementNS(SVG, "title");
  title.textContent = end.row[6];
  group.prepend(title);
}

/** Starts following the pointer. */
export function watchLines() {
  const frame = document.getElementById("diagram");
  frame?.addEventListener("pointermove", hover);
  frame?.addEventListener("pointerleave", () => showPorts(null));
  document.addEventListener("cards-moved", () => showPorts(null));
  document.addEventListener("marks-shown", () => showPorts(null));
  document.addEventListener("diagram-drawn", () => showPorts(null));
}

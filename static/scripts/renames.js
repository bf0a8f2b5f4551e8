// Names changed where they stand: a double click on the name of a table or column, or F2, makes it a field. Tab goes on
// to the next name of the table, Alt and an arrow moves the column.
import { cardAt, chosenDetail, currentScene, currentViewport } from "./diagram.js";
import { HEADER, ROW, ROWS_TOP, rowAt } from "./scenes.js";
import { selectedId } from "./selection.js";
import { isEditable, moveRow, rename } from "./table-edits.js";

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./scenes.js").Row} Row */
/** @typedef {{card: Card, row: Row | null}} Name */

const SMALLEST = 12; // pixels of the field's letters, however far away the table is

/** @type {{name: Name, field: HTMLInputElement} | null} */
let open = null;

/** @param {Card} card @param {Row} row @returns {number} where it stands among the rows, which may be others by now */
function numberOf(card, row) {
  return (card.rows ?? []).findIndex(([id]) => id === row[0]);
}

/** @param {Name} name @returns {import("./grids.js").Rect} where it stands on the plane */
function boxOf({ card, row }) {
  if (!row) return { x: card.x + 6, y: card.y + 3, width: card.width - 12, height: HEADER - 6 };
  const number = numberOf(card, row);
  const left = card.gutter - 6;
  return { x: card.x + left, y: card.y + ROWS_TOP + ROW * number, width: card.width - left - 4, height: ROW };
}

/** Puts the field where the name is seen now. */
function place() {
  const viewport = currentViewport();
  if (!open || !viewport) return;
  const { scale } = viewport;
  const box = boxOf(open.name);
  const size = Math.max(SMALLEST, 12.5 * scale);
  Object.assign(open.field.style, {
    left: `${box.x * scale + viewport.x}px`,
    top: `${box.y * scale + viewport.y}px`,
    width: `${Math.max(box.width * scale, 120)}px`,
    height: `${Math.max(box.height * scale, size + 8)}px`,
    fontSize: `${size}px`,
  });
}

/** Makes a name a field to type in. @param {Name} name */
function write(name) {
  close(true);
  const field = document.createElement("input");
  field.className = "canvas-name-field";
  field.value = name.row ? name.row[1] : name.card.name;
  field.maxLength = 63;
  field.spellcheck = false;
  field.autocomplete = "off";
  field.setAttribute("aria-label", name.row ? `Name of column ${name.row[1]}` : `Name of table ${name.card.name}`);
  field.addEventListener("keydown", press);
  field.addEventListener("blur", () => close(true));
  open = { name, field };
  place();
  document.getElementById("diagram")?.append(field);
  field.select();
}

/** Ends the typing. @param {boolean} isKept whether what was typed counts */
function close(isKept) {
  if (!open) return;
  const { name, field } = open;
  open = null; // removing the field blurs it
  field.remove();
  if (isKept) rename(name.card, name.row, field.value.trim());
}

/** @param {Name} name @param {number} step @returns {Name | null} the next name of the same table */
function next({ card, row }, step) {
  const rows = card.isCollapsed ? [] : (card.rows ?? []);
  const number = (row ? numberOf(card, row) : -1) + step;
  if (number < -1 || number >= rows.length) return null;
  return { card, row: number < 0 ? null : rows[number] };
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (!open || event.isComposing) return;
  event.stopPropagation();
  const { name } = open;
  if (event.key === "Enter" || event.key === "Escape") {
    event.preventDefault();
    close(event.key === "Enter");
    document.getElementById("diagram")?.focus();
  } else if (event.key === "Tab") {
    const other = next(name, event.shiftKey ? -1 : 1);
    if (!other) return close(true);
    event.preventDefault();
    write(other);
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(event.key === "ArrowUp" ? -1 : 1);
  }
}

/** Moves the column whose name is typed, and the field with it. @param {number} step */
function move(step) {
  const { card, row } = open?.name ?? {};
  if (!card || !row || chosenDetail() !== "all") return;
  const number = numberOf(card, row);
  moveRow(card, number, number + step);
  place();
}

/** Starts watching for double clicks and F2. */
export function watchRenames() {
  const frame = document.getElementById("diagram");
  frame?.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element && event.target.closest("foreignObject, input")) return;
    const card = cardAt(event);
    const at = currentViewport()?.pointOf(event);
    if (!isEditable(card) || !at) return;
    const row = rowAt(card, at.y) ?? null;
    if (row || at.y < card.y + HEADER) write({ card, row });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const card = currentScene().cards.get(selectedId());
    if (!isEditable(card)) return;
    event.preventDefault();
    write({ card, row: null });
  });
  document.addEventListener("view-moved", place);
  document.addEventListener("diagram-drawn", () => {
    // The cards are other objects now; the field goes on with the one of the same name.
    const card = open && currentScene().cards.get(open.name.card.id);
    if (!open) return;
    if (!card) return close(false);
    const { row } = open.name;
    const same = row ? card.rows?.find((each) => each[0] === row[0]) : null;
    if (same === undefined) return close(false);
    open.name = { card, row: same };
    place();
  });
}

// Rows of a formset: `[data-add-row]` copies the empty row, typing in the last row adds the next one.
import { readColumns } from "./column-texts.js";

/** @param {Element} table the `[data-rows]` element */
function addRow(table) {
  const template = table.querySelector("template[data-row]");
  const total = table.querySelector('input[name$="-TOTAL_FORMS"]');
  if (!(template instanceof HTMLTemplateElement) || !(total instanceof HTMLInputElement)) return null;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.firstElementChild;
  if (!row) return null;
  total.value = String(Number(total.value) + 1);
  table.querySelector("[data-row-list]")?.append(row);
  return row;
}

/**
 * Swaps a row with the one above it: its fields take the numbers of the other, which is the order the server reads.
 * @param {HTMLElement} mover the pressed button
 */
function moveUp(mover) {
  const row = mover.closest("[data-row-list] > *");
  const above = row?.previousElementSibling;
  if (!row || !above) return;
  swap(row, above);
  const button = above.querySelector("[data-move-up]");
  if (button instanceof HTMLElement) button.focus();
}

/** @param {KeyboardEvent} event @returns {boolean} whether it asks for the next row */
export function isNextKey(event) {
  return event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.isComposing;
}

/** @param {KeyboardEvent} event @returns {-1 | 0 | 1} where it asks a row to be moved */
export function moveStep(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return 0;
  return event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
}

/** @param {Element} one @param {Element} other rows whose answers change places, which is the order the server reads */
function swap(one, other) {
  const [mine, theirs] = [one, other].map((side) => [...side.querySelectorAll("input, select")]);
  mine.forEach((field, position) => {
    const counterpart = theirs[position];
    if (!(field instanceof HTMLInputElement) || !(counterpart instanceof HTMLInputElement)) return;
    [field.value, counterpart.value] = [counterpart.value, field.value];
    [field.checked, counterpart.checked] = [counterpart.checked, field.checked];
  });
}

/** Enter goes to the next row, Alt and an arrow move the row. @param {KeyboardEvent} event */
function press(event) {
  const field = /** @type {Element} */ (event.target);
  if (!(field instanceof HTMLInputElement)) return;
  const form = field.closest("form:has([data-typed-rows])");
  const row = field.closest("[data-typed-rows] [data-row-list] > *");
  const step = moveStep(event);
  if (!row || (!isNextKey(event) && step === 0)) {
    // From the name of the table Enter leads to its columns.
    const first = form && isNextKey(event) && field.name === "name" ? form.querySelector("[data-row-list] input") : null;
    if (!(first instanceof HTMLElement)) return;
    event.preventDefault();
    focusEmpty(/** @type {Element} */ (form?.querySelector("[data-typed-rows]")));
    return;
  }
  event.preventDefault();
  const table = /** @type {Element} */ (row.closest("[data-rows]"));
  const next = step < 0 ? row.previousElementSibling : (row.nextElementSibling ?? (step === 0 ? addRow(table) : null));
  if (!next) return;
  if (step !== 0) swap(row, next);
  const position = step === 0 ? 0 : [...row.querySelectorAll("input")].indexOf(field);
  const target = next.querySelectorAll("input")[position];
  if (target instanceof HTMLElement) target.focus();
}

/** Puts the focus on the first row without a name. @param {Element} table */
function focusEmpty(table) {
  const names = [...table.querySelectorAll('input[name$="-name"]')];
  const empty = names.find((name) => name instanceof HTMLInputElement && name.value === "") ?? addRow(table)?.querySelector("input");
  if (empty instanceof HTMLElement) empty.focus();
}

/** Fills rows from what is pasted into a name. @param {ClipboardEvent} event */
function paste(event) {
  const field = /** @type {Element} */ (event.target);
  const table = field.closest("[data-typed-rows]");
  const columns = table && field.matches('[name$="-name"]') ? readColumns(event.clipboardData?.getData("text/plain") ?? "") : [];
  if (!table || columns.length === 0) return;
  event.preventDefault();
  /** @type {Element | null} */
  let row = field.closest("[data-row-list] > *");
  for (const column of columns) {
    if (!row) break;
    const values = { name: column.name, type: column.type, default: column.fallback, is_required: column.isRequired, is_key: column.isKey };
    for (const [part, value] of Object.entries(values)) {
      const place = row.querySelector(`[name$="-${part}"]`);
      if (!(place instanceof HTMLInputElement)) continue;
      if (typeof value === "boolean") place.checked = value;
      else place.value = value;
    }
    row = row.nextElementSibling ?? addRow(table);
  }
  focusEmpty(table);
}

/** Starts watching the formsets. */
export function watchRows() {
  document.addEventListener("keydown", press);
  document.addEventListener("paste", paste);
  document.addEventListener("click", (event) => {
    const mover = /** @type {Element} */ (event.target).closest("[data-move-up]");
    if (mover instanceof HTMLElement) return moveUp(mover);
    const button = /** @type {Element} */ (event.target).closest("[data-add-row]");
    const table = button?.closest("[data-rows]");
    if (!table) return;
    event.preventDefault();
    const field = addRow(table)?.querySelector("input:not([type=hidden]), select");
    if (field instanceof HTMLElement) field.focus();
  });
  document.addEventListener("input", (event) => {
    const field = /** @type {Element} */ (event.target);
    const table = field.closest("[data-rows]");
    const row = field.closest("[data-row-list] > *");
    if (table && row && row === row.parentElement?.lastElementChild) addRow(table);
  });
}

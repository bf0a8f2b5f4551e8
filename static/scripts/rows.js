// Rows of a formset: `[data-add-row]` copies the empty row, typing in the last row adds the next one.

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
  const [mine, theirs] = [row, above].map((side) => [...side.querySelectorAll("input, select")]);
  mine.forEach((field, position) => {
    const other = theirs[position];
    if (!(field instanceof HTMLInputElement) || !(other instanceof HTMLInputElement)) return;
    [field.value, other.value] = [other.value, field.value];
  });
  const button = above.querySelector("[data-move-up]");
  if (button instanceof HTMLElement) button.focus();
}

/** Starts watching the formsets. */
export function watchRows() {
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

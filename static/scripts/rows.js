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

/** Starts watching the formsets. */
export function watchRows() {
  document.addEventListener("click", (event) => {
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

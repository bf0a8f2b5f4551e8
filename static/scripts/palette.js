// The palette: every object and every command by a few letters. A combobox over a list of which only what is seen is made.
import htmx from "./htmx.js";
import { listCommands } from "./palette-commands.js";
import { seek } from "./selection.js";
import { readFinds, rowsInView, search } from "./finds.js";

/** @typedef {import("./finds.js").Find} Find */

const ROW = 30; // pixels, as in palette.css

/** @type {{finds: Find[], isStale: boolean, hits: Find[], active: number}} */
const state = { finds: [], isStale: true, hits: [], active: 0 };
/** @type {Promise<void> | null} */
let fetching = null;

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @returns {HTMLDialogElement} */
function dialog() {
  return /** @type {HTMLDialogElement} */ (part("palette"));
}

/** @returns {HTMLInputElement} */
function input() {
  return /** @type {HTMLInputElement} */ (part("palette-query"));
}

/** Opens the palette with everything that can be done, or what `query` finds; names are fetched unless they are at hand. */
export function openPalette(query = "") {
  if (!document.getElementById("palette") || dialog().open) return false;
  input().value = query;
  dialog().showModal();
  commands = listCommands();
  refresh();
  fetchFinds().then(() => dialog().open && refresh());
  return true;
}

/** @type {Find[]} */
let commands = [];

/** Fetches the names of everything, once for each state of the design. */
async function fetchFinds() {
  if (!state.isStale) return;
  fetching ??= (async () => {
    const response = await fetch(dialog().dataset.src ?? "");
    if (!response.ok) return;
    state.isStale = false;
    state.finds = readFinds(await response.json());
  })().finally(() => (fetching = null));
  await fetching.catch(() => {}); // without a connection there are still the commands and what was read before
}

/** Searches anew and starts at the top. */
function refresh() {
  state.hits = search([...commands, ...state.finds], input().value);
  state.active = 0;
  const list = part("palette-list");
  list.scrollTop = 0;
  const count = state.hits.length;
  part("palette-empty").hidden = count > 0;
  part("palette-count").textContent = input().value ? `${count.toLocaleString("en")} found` : "";
  drawRows();
  drawPreview();
}

/** Makes the rows that are in view. */
function drawRows() {
  const list = part("palette-list");
  const [first, end] = rowsInView(state.hits.length, ROW, list.scrollTop, list.clientHeight || 360);
  const rows = state.hits.slice(first, end).map((find, offset) => makeRow(find, first + offset));
  const space = document.createElement("div");
  space.setAttribute("role", "presentation");
  space.style.height = `${state.hits.length * ROW}px`;
  list.replaceChildren(space, ...rows);
  if (state.hits.length > 0) input().setAttribute("aria-activedescendant", `find-${state.active}`);
  else input().removeAttribute("aria-activedescendant");
}

/** @param {Find} find @param {number} number */
function makeRow(find, number) {
  const row = document.createElement("div");
  row.id = `find-${number}`;
  row.className = "find";
  row.style.top = `${number * ROW}px`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(number === state.active));
  row.setAttribute("aria-setsize", String(state.hits.length));
  row.setAttribute("aria-posinset", String(number + 1));
  const isCommand = find.kind === "command";
  row.append(
    words("find-name", find.name, !isCommand),
    words("find-place", isCommand ? "" : find.place, true),
    words("find-kind", isCommand ? find.place || "command" : find.kind, false),
  );
  row.title = isCommand ? find.name : `${find.kind} ${find.place ? `${find.place}.` : ""}${find.name}`;
  return row;
}

/** @param {string} name @param {string} text @param {boolean} isMono */
function words(name, text, isMono) {
  const span = document.createElement("span");
  span.className = isMono ? `${name} mono` : name;
  span.textContent = text;
  return span;
}

/** Says more of the active row: of a table its columns. */
function drawPreview() {
  const preview = part("palette-preview");
  const find = state.hits[state.active];
  preview.replaceChildren();
  if (!find) return;
  const heading = words("preview-name", find.name, find.kind !== "command");
  preview.append(heading, words("preview-kind", find.kind === "command" ? describe(find) : `${find.kind} ${find.place && `in ${find.place}`}`, false));
  if (find.detail) preview.append(words("preview-detail", find.detail, true));
  if (find.kind !== "table") return;
  const list = document.createElement("dl");
  for (let at = state.finds.indexOf(find) + 1; state.finds[at]?.kind === "column"; at += 1) {
    const [term, type] = [document.createElement("dt"), document.createElement("dd")];
    [term.textContent, type.textContent] = [state.finds[at].name, state.finds[at].detail];
    list.append(term, type);
  }
  preview.append(list);
}

/** @param {Find} command */
function describe(command) {
  return command.place ? `Also by the key ${command.place}` : "Command";
}

/** @param {number} step */
function move(step) {
  const count = state.hits.length;
  if (count === 0) return;
  state.active = Math.abs(step) === 1 ? (state.active + step + count) % count : Math.min(count - 1, Math.max(0, state.active + step));
  const list = part("palette-list");
  const top = state.active * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  drawRows();
  drawPreview();
}

/** Closes the palette, which gives the focus back, and does or shows what is chosen. @param {Find | undefined} find */
function choose(find) {
  if (!find) return;
  dialog().close();
  if (find.button) {
    if (find.button.isConnected) find.button.click();
    return;
  }
  seek();
  const address = new URL(find.address, new URL(dialog().dataset.base ?? "", location.href)).pathname;
  htmx.ajax("GET", address, { source: "#main", target: "#inspector", push: address });
}

/** @param {KeyboardEvent} event */
function press(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  if (step) move(step);
  else if (event.key === "Enter") choose(state.hits[state.active]);
  else if (event.key === "k" && (event.ctrlKey || event.metaKey)) dialog().close();
  else return;
  event.preventDefault();
}

/** Starts the palette; `[data-palette]` opens it by the mouse. */
export function watchPalette() {
  if (!document.getElementById("palette")) return;
  input().addEventListener("input", refresh);
  dialog().addEventListener("keydown", press);
  part("palette-list").addEventListener("scroll", drawRows);
  part("palette-list").addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  part("palette-list").addEventListener("click", (event) => {
    const row = /** @type {Element} */ (event.target).closest("[role=option]");
    if (row) choose(state.hits[Number(row.id.slice("find-".length))]);
  });
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-palette]")) openPalette();
  });
  document.addEventListener("design-changed", () => (state.isStale = true));
}

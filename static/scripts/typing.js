// Columns typed one after another in the inspector: each row is saved by itself, and says itself what is wrong with it.
import { readColumns } from "./column-texts.js";
import { refreshSoon } from "./live.js";
import { send, wordsOf } from "./outbox.js";
import { isNextKey, moveStep } from "./rows.js";

/** What was last saved or is on its way, by row, to know whether there is anything to save. @type {WeakMap<HTMLElement, string>} */
const known = new WeakMap();

/** @returns {HTMLElement | null} */
function grid() {
  return document.querySelector("[data-typing]");
}

/** @returns {HTMLElement[]} */
function rows() {
  return [...(grid()?.querySelectorAll("tbody[data-column]") ?? [])].filter((row) => row instanceof HTMLElement);
}

/** @param {HTMLElement} row @param {string} part @returns {HTMLInputElement | null} */
function field(row, part) {
  return row.querySelector(`[data-part=${part}]`);
}

/** @param {HTMLElement} row @returns {Record<string, string>} */
function answers(row) {
  const isRequired = field(row, "is_required")?.checked ? "on" : "";
  return {
    name: field(row, "name")?.value.trim() ?? "",
    type: field(row, "type")?.value.trim() ?? "",
    is_required: isRequired,
    default: field(row, "default")?.value.trim() ?? "",
  };
}

/** @returns {string} an id that nothing else has; randomUUID is missing where the page has no TLS */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** @returns {HTMLElement | null} the empty row after the last */
function addRow() {
  const template = grid()?.querySelector("template[data-empty-row]");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  row.dataset.column = newId();
  row.dataset.new = "";
  grid()?.querySelector("table")?.append(row);
  known.set(row, JSON.stringify(answers(row)));
  return row;
}

/** @param {HTMLElement | undefined | null} row */
function focusRow(row) {
  if (row) field(row, "name")?.focus();
}

/** Saves rows that differ from what the server has, as one change. @param {HTMLElement[]} candidates @param {boolean} [isOrder] */
async function save(candidates, isOrder = false) {
  const place = grid();
  const changed = candidates.filter((row) => JSON.stringify(answers(row)) !== known.get(row) && (answers(row).name || answers(row).type));
  if (!place?.dataset.save || (changed.length === 0 && !isOrder)) return;
  for (const row of changed) {
    known.set(row, JSON.stringify(answers(row)));
    row.dataset.state = "saving";
  }
  const order = isOrder || changed.some((row) => row.nextElementSibling?.matches("[data-column]:not([data-new])"));
  const based = () => Math.min(...[...changed, ...(changed.length ? [] : [place])].map((row) => Number(row.dataset.change ?? place.dataset.change)));
  /** @type {Record<string, string>[]} */
  const texts = changed.map((row) => ({ id: row.dataset.column ?? "", ...answers(row) }));
  const ids = order ? rows().filter((row) => answers(row).name).map((row) => row.dataset.column ?? "") : [];
  const label = changed.length === 1 ? `column ${texts[0].name}` : "columns";
  const answer = await send(place.dataset.save, label, () => write(texts, ids, based(), ""));
  show(answer, changed, place);
}

/** @param {Record<string, string>[]} texts @param {string[]} order @param {number} based @param {string} tableName */
function write(texts, order, based, tableName) {
  const form = new URLSearchParams({ based_on: String(based), table_name: tableName, order: order.join(" ") });
  form.set("columns-TOTAL_FORMS", String(texts.length));
  form.set("columns-INITIAL_FORMS", "0");
  texts.forEach((row, number) => {
    for (const [part, value] of Object.entries(row)) if (value) form.set(`columns-${number}-${part}`, value);
  });
  return form;
}

/** Shows at the rows what became of them. @param {import("./outbox.js").Answer} answer @param {HTMLElement[]} changed @param {HTMLElement} place */
function show(answer, changed, place) {
  const isSaved = answer.status < 300;
  const errors = answer.data?.errors ?? {};
  for (const row of changed) {
    row.dataset.state = isSaved ? "saved" : "refused";
    if (isSaved) {
      row.dataset.change = String(answer.data.change);
      delete row.dataset.new;
    } else known.delete(row);
    const own = errors[row.dataset.column ?? ""] ?? {};
    tell(row, isSaved ? "" : Object.values(own).flat().join(" ") || (changed.length === 1 ? wordsOf(answer) : ""));
    for (const input of row.querySelectorAll("[data-part]")) {
      const isWrong = Boolean(own[/** @type {HTMLElement} */ (input).dataset.part ?? ""]);
      input.setAttribute("aria-invalid", String(isWrong));
      input.classList.toggle("is-invalid", isWrong);
    }
  }
  if (changed.length !== 1) tell(place, isSaved ? "" : Object.values(errors[""] ?? {}).flat().join(" "));
  if (isSaved) refreshSoon(answer.data.change);
}

/** @param {HTMLElement} where @param {string} words */
function tell(where, words) {
  const problem = where.querySelector("[data-problem]");
  if (!(problem instanceof HTMLElement)) return;
  problem.textContent = words;
  (problem.closest("tr") ?? problem).toggleAttribute("hidden", words === "");
  problem.style.display = words ? "" : "none";
}

/** @param {HTMLInputElement} input the name of the table */
async function rename(input) {
  const place = grid();
  if (!place?.dataset.save || !input.value.trim() || input.value === input.defaultValue) return;
  const name = input.value.trim();
  const answer = await send(place.dataset.save, `table ${name}`, () => write([], [], Number(place.dataset.change), name));
  const isSaved = answer.status < 300;
  if (isSaved) {
    place.dataset.change = String(answer.data.change);
    input.defaultValue = name;
    refreshSoon(answer.data.change);
  }
  input.classList.toggle("is-invalid", !isSaved);
  tell(place, isSaved ? "" : wordsOf(answer));
}

/** @param {KeyboardEvent} event */
function press(event) {
  const input = /** @type {Element} */ (event.target);
  if (!(input instanceof HTMLInputElement) || !input.closest("[data-typing]")) return;
  const row = input.closest("tbody[data-column]");
  if (event.key === "Enter" && !(row instanceof HTMLElement)) {
    event.preventDefault();
    rename(input);
    focusRow(rows()[0]);
  }
  if (!(row instanceof HTMLElement)) return;
  const step = moveStep(event);
  if (isNextKey(event)) {
    event.preventDefault();
    save([row]);
    const next = rows()[rows().indexOf(row) + 1] ?? (answers(row).name ? addRow() : row);
    focusRow(next);
  } else if (step !== 0) {
    event.preventDefault();
    const other = rows()[rows().indexOf(row) + step];
    if (!other || !answers(other).name) return;
    if (step < 0) other.before(row);
    else other.after(row);
    input.focus();
    save([row], true);
  }
}

/** @param {ClipboardEvent} event */
function paste(event) {
  const input = /** @type {Element} */ (event.target);
  const row = input.closest("[data-typing] tbody[data-column]");
  if (!(row instanceof HTMLElement) || !input.matches("[data-part=name]")) return;
  const columns = readColumns(event.clipboardData?.getData("text/plain") ?? "");
  if (columns.length === 0) return;
  event.preventDefault();
  const isEmpty = !answers(row).name && !answers(row).type;
  const filled = columns.map((column, number) => {
    const target = number === 0 && isEmpty ? row : addRow();
    if (!target) return row;
    for (const [part, value] of [["name", column.name], ["type", column.type], ["default", column.fallback]]) {
      const place = field(target, part);
      if (place) place.value = value;
    }
    const tick = field(target, "is_required");
    if (tick) tick.checked = column.isRequired;
    return target;
  });
  save(filled);
  focusRow(addRow());
}

/** Prepares rows that have just appeared: what they say is what the server has. */
function prepare() {
  const place = grid();
  if (!place || "ready" in place.dataset) return;
  place.dataset.ready = "";
  for (const row of rows()) known.set(row, JSON.stringify(answers(row)));
  const wanted = rows().find((row) => row.dataset.column === location.hash.slice(1));
  const fresh = addRow();
  if (location.hash === "#name") /** @type {HTMLInputElement} */ (place.querySelector("[data-table-name]")).select();
  else if (wanted) field(wanted, "name")?.select();
  else focusRow(fresh);
}

/** Shows what others changed in rows that nobody is typing in here. */
async function merge() {
  const place = grid();
  if (!place) return;
  const response = await fetch(location.pathname, { headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const theirs = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("tbody[data-column]")]);
  const mine = new Map(rows().map((row) => [row.dataset.column, row]));
  const isIdle = (/** @type {HTMLElement} */ row) =>
    !row.contains(document.activeElement) && JSON.stringify(answers(row)) === known.get(row) && row.dataset.state !== "saving";
  for (const other of theirs) {
    const row = mine.get(other.dataset.column);
    mine.delete(other.dataset.column);
    if (row && !isIdle(row)) continue; // its older number makes the server tell, should both have changed it
    if (row && JSON.stringify(answers(row)) === JSON.stringify(answers(other))) {
      row.dataset.change = other.dataset.change;
      continue;
    }
    const fresh = document.importNode(other, true);
    if (row) row.replaceWith(fresh);
    else (rows().find((own) => "new" in own.dataset) ?? null)?.before(fresh);
    known.set(fresh, JSON.stringify(answers(fresh)));
  }
  for (const row of mine.values()) if (!("new" in row.dataset) && isIdle(row)) row.remove();
}

/** Starts watching the rows. */
export function watchTyping() {
  prepare();
  document.addEventListener("htmx:after:settle", prepare);
  document.addEventListener("columns-changed", merge);
  document.addEventListener("keydown", press);
  document.addEventListener("paste", paste);
  document.addEventListener("change", (event) => {
    const input = /** @type {Element} */ (event.target);
    if (input instanceof HTMLInputElement && input.matches("[data-typing] [data-table-name]")) rename(input);
    const row = input.closest("[data-typing] tbody[data-column]");
    if (row instanceof HTMLElement && input.matches("[type=checkbox]") && answers(row).type) save([row]);
  });
  document.addEventListener("focusout", (event) => {
    const row = /** @type {Element} */ (event.target).closest("[data-typing] tbody[data-column]");
    if (row instanceof HTMLElement && row.isConnected && !row.contains(/** @type {Node | null} */ (event.relatedTarget))) save([row]);
  });
}

// Edits of a table made on the canvas: a name, the order of its columns. Seen at once, saved like rows that are typed.
import { currentPlane, currentScene, currentViewport } from "./diagram.js";
import { showOwn, shownChange } from "./live.js";
import { notify } from "./notices.js";
import { send, wordsOf } from "./outbox.js";

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./scenes.js").Row} Row */

/** @returns {string} the address below which tables are edited; empty for who may only look */
function tablesAddress() {
  return document.getElementById("diagram")?.dataset.tables ?? "";
}

/** @param {Card | undefined} card @returns {card is Card} whether it is a table that may be edited here */
export function isEditable(card) {
  return card?.kind === "table" && tablesAddress() !== "";
}

/** Draws what was changed, without asking the server. @param {Card} card */
function redraw(card) {
  currentScene().move(new Map([[card.id, card]])); // its lines may start at other rows now
  currentPlane()?.renew(card);
  currentViewport()?.redraw();
}

/**
 * @param {Card} card @param {string} label what to call the edit @param {Record<string, string>} fields
 * @param {() => void} undo takes back what was shown, if the server refuses it
 */
async function save(card, label, fields, undo) {
  redraw(card);
  const body = { "columns-TOTAL_FORMS": "0", "columns-INITIAL_FORMS": "0", based_on: String(shownChange()), ...fields };
  const answer = await send(`${tablesAddress()}${card.id}/columns/`, label, () => new URLSearchParams(body));
  if (answer.status < 300) return showOwn(answer.data.change);
  undo();
  redraw(card);
  notify(`Not saved: ${label}. ${wordsOf(answer)}`, { isError: true });
}

/** Renames a table, or a column of it. @param {Card} card @param {Row | null} stale its row, or what that was before @param {string} name */
export function rename(card, stale, name) {
  const row = stale && (card.rows?.find(([id]) => id === stale[0]) ?? stale);
  const old = row ? row[1] : card.name;
  if (!name || name === old) return;
  const put = (/** @type {string} */ words) => (row ? (row[1] = words) : (card.name = words));
  put(name);
  /** @type {Record<string, string>} */
  const fields = row ? { renamed: row[0], column_name: name } : { table_name: name };
  save(card, `name ${name}`, fields, () => put(old));
}

/** Puts a column elsewhere among those of its table. @param {Card} card @param {number} from @param {number} to */
export function moveRow(card, from, to) {
  const rows = card.rows ?? [];
  if (from === to || to < 0 || to >= rows.length) return;
  const before = [...rows];
  rows.splice(to, 0, ...rows.splice(from, 1));
  const order = rows.map(([id]) => id).join(" ");
  save(card, `order of the columns of ${card.name}`, { order }, () => (card.rows = before));
}

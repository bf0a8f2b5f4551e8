// What people do on the canvas: shown at once, saved by itself, and undone by the same button and keys as edits.
import { currentMarks, load, showMarks } from "./diagram.js";
import { applyTo, inverseOf, isEmpty, joined } from "./marks.js";
import { isUnderWay, whenShown } from "./live.js";
import { notify } from "./notices.js";
import { say } from "./saving.js";

/** @typedef {import("./marks.js").Patch} Patch */
/** @typedef {{label: string, patch: Patch, inverse: Patch, change: number}} Step `change` is the last edit before it */

const RETRY = 3000; // milliseconds until a patch that did not reach the server is sent again
const MOST_STEPS = 50;
/** A number this page goes by, so that it knows its own changes when the server announces them. */
const PAGE = 1 + Math.floor(Math.random() * 2 ** 30);

/** @type {Step[]} */
let done = [];
/** @type {Step[]} */
let undone = [];
/** @type {Patch} what the server has not yet */
let pending = {};
/** @type {Patch} what is on its way there */
let sent = {};
let isSending = false;
let isLayoutDue = false;
let count = 0;

/** @returns {{count: number, patch: Patch}} how many steps were taken, and what of them the server may not have yet */
export function unsaved() {
  return { count, patch: joined(sent, pending) };
}

/** @returns {boolean} whether this person may change the canvas, on a screen that is large enough for it */
export function canEdit() {
  if (document.body.classList.contains("neighbours-only")) return false; // nothing stands where it stands
  return Boolean(document.getElementById("diagram")?.dataset.change) && innerWidth >= 640;
}

/** Takes a step. @param {string} label what Undo will say @param {Patch} patch */
export function take(label, patch) {
  if (isEmpty(patch) || !canEdit()) return;
  done.push({ label, patch, inverse: inverseOf(currentMarks(), patch), change: shownChange() });
  done = done.slice(-MOST_STEPS);
  undone = [];
  enact(patch);
}

/** @param {Patch} patch */
function enact(patch) {
  count += 1;
  const { placements } = currentMarks();
  const isFreed = (/** @type {string} */ id) => (placements[id]?.x ?? null) !== null;
  isLayoutDue ||= Object.entries(patch.placements ?? {}).some(([id, now]) => (now?.x ?? null) === null && isFreed(id));
  applyTo(currentMarks(), patch);
  showMarks(patch);
  pending = joined(pending, patch);
  showButtons();
  send();
}

/** Sends what is pending, again and again until the server has it or refuses it. */
async function send() {
  const address = document.getElementById("diagram")?.dataset.change;
  if (isSending || !address || isEmpty(pending)) return;
  const patch = pending;
  [sent, pending] = [patch, {}];
  isSending = true;
  say("Saving…");
  try {
    const answer = await post(`${address}?page=${PAGE}`, patch);
    if (answer.status === 204) {
      say("Saved");
      sent = {};
      if (isLayoutDue && isEmpty(pending)) {
        isLayoutDue = false;
        load();
      }
    } else {
      sent = {};
      say("Not saved", true);
      const isText = answer.headers.get("content-type")?.startsWith("text/plain");
      notify(isText ? await answer.text() : `The server refused this (${answer.status}).`, { isError: true });
      load();
    }
  } catch {
    [sent, pending] = [{}, joined(patch, pending)];
    say("Not saved yet", true);
    setTimeout(send, RETRY);
    return;
  } finally {
    isSending = false;
  }
  send();
}

/** @param {string} address @param {unknown} body @returns {Promise<Response>} */
export function post(address, body) {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["x-csrftoken"] ?? "";
  const headers = { "content-type": "application/json", "x-csrftoken": token };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
}

/** @returns {number} the number of the last edit this page shows */
function shownChange() {
  return Number(document.getElementById("history")?.dataset.change ?? 0);
}

/**
 * Undo takes back whichever came last, the step or the edit.
 * @param {string} id of the button, undo or redo
 * @returns {Step | undefined} the step that comes before the server's edit
 */
function nextStep(id) {
  const step = (id === "undo" ? done : undone).at(-1);
  const number = Number(document.getElementById(id)?.dataset.number || -1);
  return step && step.change >= number ? step : undefined;
}

/** Lets the buttons say what they would do. */
function showButtons() {
  for (const [id, word] of [["undo", "Undo"], ["redo", "Redo"]]) {
    const button = document.getElementById(id);
    const step = nextStep(id);
    if (!(button instanceof HTMLButtonElement) || !step) continue;
    button.disabled = false;
    button.setAttribute("aria-label", `${word}: ${step.label}`);
    button.title = `${word}: ${step.label} (${id === "undo" ? "" : "Shift-"}Ctrl-Z)`;
  }
}

/** @param {SubmitEvent} event */
function intercept(event) {
  const button = event.target instanceof Element && event.target.querySelector("#undo, #redo");
  if (!(button instanceof HTMLButtonElement)) return;
  if (isUnderWay()) {
    // The last edit is not in the history yet: answered now, this would take back what came before it.
    event.preventDefault();
    event.stopImmediatePropagation();
    whenShown().then(() => document.getElementById(button.id)?.click()); // drawn anew meanwhile
    return;
  }
  const step = nextStep(button.id);
  if (!step) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isUndo = button.id === "undo";
  (isUndo ? done : undone).pop();
  (isUndo ? undone : done).push({ ...step, change: shownChange() });
  enact(isUndo ? step.inverse : step.patch);
  notify(`${isUndo ? "Undone" : "Done again"}: ${step.label}`);
  // What the button does next may be the server's again, or nothing.
  const other = nextStep(button.id);
  if (!other && !button.dataset.number) button.disabled = true;
}

/** Starts saving steps and answering Undo and Redo. */
export function watchSteps() {
  document.addEventListener("submit", intercept, true);
  document.addEventListener("htmx:after:settle", showButtons);
  document.addEventListener("canvas-changed", (event) => {
    if (Number(/** @type {CustomEvent} */ (event).detail) !== PAGE && !isSending && isEmpty(pending)) load();
  });
  addEventListener("beforeunload", (event) => {
    if (!isEmpty(pending)) event.preventDefault();
  });
}

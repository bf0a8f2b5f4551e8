// What others change shows here without a reload; losing the server shows too.
import htmx from "./htmx.js";
import { showChanged } from "./live-cards.js";
import { countWaiting } from "./outbox.js";
import { PAGE } from "./presences.js";
import { isSaving, setConnected } from "./saving.js";

const PATIENCE = 400; // milliseconds: one's own edit is announced before its answer has arrived

/** @type {ReturnType<typeof setTimeout> | undefined} */
let refreshing;
let isBehind = false; // an edit of one's own was saved that the rail and the history do not show yet

/** @returns {number} the number of the last change this page shows */
export function shownChange() {
  return Number(document.getElementById("history")?.dataset.change ?? 0);
}

/** Fetches the rail and history anew; the canvas follows. */
async function refreshFrame() {
  const main = document.getElementById("main");
  const rail = document.getElementById("rail")?.dataset.digest ?? "";
  if (main?.dataset.updates) await htmx.ajax("GET", `${main.dataset.updates}?rail=${rail}`, { source: "#main", swap: "none" });
  isBehind = false;
}

/** @returns {Promise<void>} done once the server has every edit made here, and Undo names the last of them */
export async function whenShown() {
  while (isUnderWay()) await new Promise((looked) => setTimeout(looked, 20));
}

/** @returns {boolean} whether an edit made here is not yet what Undo would take back */
export function isUnderWay() {
  return isBehind || countWaiting() > 0;
}

/**
 * Does so soon, once for several edits that follow each other.
 * @param {number} change one's own, which needs no announcement any more
 */
export function refreshSoon(change) {
  isBehind = true;
  showChanged(shownChange());
  const history = document.getElementById("history");
  if (history) history.dataset.change = String(change);
  clearTimeout(refreshing);
  refreshing = setTimeout(refreshFrame, 120);
}

/** Shows at once what an edit of one's own has changed. @param {number} change its number */
export async function showOwn(change) {
  isBehind = true;
  await showChanged(shownChange());
  const history = document.getElementById("history");
  if (history) history.dataset.change = String(change);
  return update();
}

/** Fetches all that is shown, but no form in which something is typed. */
async function update() {
  await refreshFrame();
  const inspector = document.getElementById("inspector");
  if (inspector?.querySelector("[data-typing]")) {
    document.dispatchEvent(new CustomEvent("columns-changed"));
  } else if (inspector?.querySelector("[data-selected]") && !inspector.querySelector("form, [data-sql-of]")) {
    await htmx.ajax("GET", location.pathname, { source: "#main", target: "#inspector" });
  }
}

/** Starts listening to what happens in the project. */
export function watchProject() {
  const main = document.getElementById("main");
  if (!main?.dataset.events) return;
  const stream = new EventSource(`${main.dataset.events}?page=${PAGE}`);
  if (main.dataset.warm) htmx.ajax("POST", main.dataset.warm, { source: "#main", swap: "none" });
  let wasLost = false;
  stream.addEventListener("change", (event) => {
    const number = Number(/** @type {MessageEvent} */ (event).data);
    const look = () => number > shownChange() && showChanged(shownChange()).then(update);
    // While an edit of one's own is under way, this may be its announcement.
    if (isSaving()) setTimeout(look, PATIENCE);
    else look();
  });
  stream.addEventListener("canvas", (event) => {
    const detail = Number(/** @type {MessageEvent} */ (event).data);
    document.dispatchEvent(new CustomEvent("canvas-changed", { detail }));
  });
  stream.addEventListener("presence", (event) => {
    const detail = JSON.parse(/** @type {MessageEvent} */ (event).data);
    document.dispatchEvent(new CustomEvent("presence", { detail }));
  });
  stream.addEventListener("sync", () => {
    setConnected(true);
    document.dispatchEvent(new CustomEvent("server-reached"));
    if (wasLost) update();
    wasLost = false;
  });
  stream.addEventListener("error", () => {
    wasLost = true;
    setConnected(false);
  });
  document.addEventListener("edits-delivered", () => update());
  addEventListener("pagehide", () => stream.close());
}

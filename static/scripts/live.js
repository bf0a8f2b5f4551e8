// What others change shows here without a reload; losing the server shows too.
import htmx from "./htmx.js";
import { say } from "./saving.js";

const PATIENCE = 400; // milliseconds: one's own edit is announced before its answer has arrived

/** @returns {number} the number of the last change this page shows */
function shownChange() {
  return Number(document.getElementById("history")?.dataset.change ?? 0);
}

/** Fetches the rail and history anew, and the inspector where nothing typed would be lost. */
async function update() {
  const main = document.getElementById("main");
  if (!main?.dataset.updates) return;
  await htmx.ajax("GET", main.dataset.updates, { source: "#main", swap: "none" });
  const inspector = document.getElementById("inspector");
  const isForm = inspector?.querySelector("form") !== null;
  if (inspector?.querySelector("[data-selected]") && !isForm) {
    await htmx.ajax("GET", location.pathname, { source: "#main", target: "#inspector" });
  }
}

/** Starts listening to what happens in the project. */
export function watchProject() {
  const main = document.getElementById("main");
  if (!main?.dataset.events) return;
  const stream = new EventSource(main.dataset.events);
  if (main.dataset.warm) htmx.ajax("POST", main.dataset.warm, { source: "#main", swap: "none" });
  let wasLost = false;
  stream.addEventListener("change", (event) => {
    const number = Number(/** @type {MessageEvent} */ (event).data);
    setTimeout(() => {
      if (number > shownChange()) update();
    }, PATIENCE);
  });
  stream.addEventListener("canvas", (event) => {
    const detail = Number(/** @type {MessageEvent} */ (event).data);
    document.dispatchEvent(new CustomEvent("canvas-changed", { detail }));
  });
  stream.addEventListener("sync", () => {
    if (wasLost) {
      say("Connected again");
      update();
    }
    wasLost = false;
  });
  stream.addEventListener("error", () => {
    wasLost = true;
    say("No connection", true);
  });
  addEventListener("pagehide", () => stream.close());
}

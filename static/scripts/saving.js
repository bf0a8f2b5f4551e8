// The word in the top bar that says whether edits are kept.

let underWay = 0;
let isConnected = true;

/**
 * @param {string} text
 * @param {boolean} [isBad]
 */
export function say(text, isBad = false) {
  const place = document.getElementById("saved");
  if (!place) return;
  place.classList.toggle("offline", isBad);
  const label = place.querySelector("[data-saved-text]");
  if (label && label.textContent !== text) label.textContent = text;
}

/** @returns {boolean} whether an edit of this page has not been answered yet */
export function isSaving() {
  return underWay > 0;
}

/** An edit is on its way. */
export function beginSaving() {
  underWay += 1;
  if (isConnected) say("Saving…");
}

/** @param {boolean} isSaved whether the server has kept it */
export function endSaving(isSaved) {
  underWay = Math.max(0, underWay - 1);
  if (!isSaved) say("Not saved", true);
  else if (underWay === 0) say("Saved");
}

/** @param {boolean} is whether the server is heard of */
export function setConnected(is) {
  if (is === isConnected) return;
  isConnected = is;
  if (!is) say("No connection", true);
  else say(underWay > 0 ? "Saving…" : "Connected again");
}

/** @param {Event} event @returns {boolean} whether the request changes something */
function isEdit(event) {
  const detail = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
  return detail?.ctx?.request.method === "POST" && detail.ctx.sourceElement instanceof HTMLFormElement;
}

/** Starts following edits and the network. */
export function watchSaving() {
  document.addEventListener("htmx:before:request", (event) => {
    if (isEdit(event)) beginSaving();
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (!isEdit(event)) return;
    const status = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail.ctx.response?.status ?? 500;
    endSaving(status < 300);
  });
  document.addEventListener("htmx:error", (event) => {
    if (isEdit(event)) endSaving(false);
  });
  addEventListener("offline", () => say("Offline", true));
  addEventListener("online", () => say("Back online"));
}

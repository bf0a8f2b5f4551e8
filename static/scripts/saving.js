// The word in the top bar that says whether edits are kept.

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

/** @param {Event} event @returns {boolean} whether the request changes something */
function isEdit(event) {
  const detail = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
  return detail?.ctx?.request.method === "POST" && detail.ctx.sourceElement instanceof HTMLFormElement;
}

/** Starts following edits and the network. */
export function watchSaving() {
  document.addEventListener("htmx:before:request", (event) => {
    if (isEdit(event)) say("Saving…");
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (!isEdit(event)) return;
    const status = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail.ctx.response?.status ?? 500;
    if (status < 300) say("Saved");
    else say("Not saved", true);
  });
  document.addEventListener("htmx:error", (event) => {
    if (isEdit(event)) say("Not saved", true);
  });
  addEventListener("offline", () => say("Offline", true));
  addEventListener("online", () => say("Back online"));
}

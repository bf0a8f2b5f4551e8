// Short notes at the foot of the window, read out by screen readers: saved, undone, failed.

const SHOWN_FOR = 6000; // milliseconds; errors stay until closed

/**
 * @param {string} message
 * @param {{isError?: boolean, undo?: boolean}} [options] `undo` adds a button that presses the page's own Undo
 */
export function notify(message, { isError = false, undo = false } = {}) {
  const region = document.getElementById("notices");
  if (!region) return;
  const note = document.createElement("div");
  note.className = isError ? "toast-note error" : "toast-note";
  const text = document.createElement("span");
  text.textContent = message;
  note.append(text);
  if (undo) note.append(makeButton("Undo", () => document.getElementById("undo")?.click(), note));
  note.append(makeButton("Close", () => {}, note));
  region.replaceChildren(note);
  if (!isError) setTimeout(() => note.remove(), SHOWN_FOR);
}

/**
 * @param {string} label
 * @param {() => void} action
 * @param {HTMLElement} note removed when the button is pressed
 */
function makeButton(label, action, note) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => {
    note.remove();
    action();
  });
  return button;
}

/** Shows what the server asks for by the event `notice`, and what goes wrong between browser and server. */
export function watchNotices() {
  document.addEventListener("notice", (event) => {
    const { message, isError, undo } = /** @type {CustomEvent} */ (event).detail;
    notify(message, { isError, undo });
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
    // What was said of the last edit is not true of this one.
    if (ctx.sourceElement instanceof HTMLFormElement) document.getElementById("notices")?.replaceChildren();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
    if (!ctx.response?.raw.redirected || !ctx.response.raw.url.includes("/accounts/login/")) return;
    event.preventDefault(); // the sign-in page must not land in the middle of this one
    notify("You were signed out and nothing was saved. Sign in again in another tab, then reload this page.", {
      isError: true,
    });
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
    const status = ctx.response?.status ?? 0;
    if (status === 422 || status === 409) return; // shown at the field by the form itself
    notify(explainStatus(status), { isError: true });
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx, error } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
    if (!ctx || error?.name === "AbortError") return;
    notify("The server cannot be reached. Nothing was saved; try again when it is back.", { isError: true });
  });
}

/**
 * @param {number} status HTTP status
 * @returns {string} what it means to the person
 */
function explainStatus(status) {
  if (status === 403) return "This was refused. Reload the page; if it happens again, ask an owner for the editor role.";
  if (status === 404) return "This no longer exists. It may have been removed by someone else; reload the page.";
  return `The server failed (${status}). Nothing was saved; try again.`;
}

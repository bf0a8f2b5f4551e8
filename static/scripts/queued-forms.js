// A form of the inspector that could not be sent waits in the outbox, as rows and steps of the canvas do.
import htmx from "./htmx.js";
import { isAway, send } from "./outbox.js";
import { notify } from "./notices.js";
import { endSaving } from "./saving.js";

/** @param {Event} event @returns {HTMLFormElement | null} the form of the inspector that was being sent */
function formOf(event) {
  const ctx = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail?.ctx;
  const form = ctx?.sourceElement;
  if (!(form instanceof HTMLFormElement) || ctx.request.method !== "POST" || !form.closest("#inspector")) return null;
  return form.querySelector("[type=file]") ? null : form;
}

/** Sends it again as soon as that can be. @param {HTMLFormElement} form @param {HtmxEventDetail["ctx"]["request"]} request */
async function queue(form, { action, body }) {
  const fields = [...body].map(([name, value]) => [name, String(value)]);
  const label = document.querySelector("#inspector h2")?.textContent?.trim().replace(/\s+/g, " ") ?? "an edit";
  const note = document.createElement("div");
  note.className = "notice waiting";
  note.setAttribute("role", "status");
  note.textContent = "There is no connection. What you filled in waits here and is sent by itself.";
  form.before(note);
  form.inert = true;
  const answer = await send(action, label, () => new URLSearchParams(fields));
  note.remove();
  form.inert = false;
  if (answer.status >= 300) return notify(`Not saved: ${label}. Send it again to read why.`, { isError: true });
  document.dispatchEvent(new CustomEvent("edits-delivered"));
  const { pathname } = new URL(answer.url, location.href);
  if (form.isConnected) htmx.ajax("GET", pathname, { source: "#main", target: "#inspector", push: pathname });
}

/** Starts watching for forms that do not reach the server. */
export function watchQueuedForms() {
  // In the first phase: what others would say of it, that nothing was saved, is not true of these.
  document.addEventListener(
    "htmx:error",
    (event) => {
      const { ctx, error } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
      const form = formOf(event);
      if (!form || error?.name === "AbortError") return;
      event.stopImmediatePropagation();
      queue(form, ctx.request);
      endSaving(true); // it is the outbox's now
    },
    true,
  );
  document.addEventListener(
    "htmx:response:error",
    (event) => {
      const { ctx } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
      const form = formOf(event);
      if (!form || !isAway(ctx.response?.status ?? 0)) return;
      event.stopImmediatePropagation();
      queue(form, ctx.request);
    },
    true,
  );
}

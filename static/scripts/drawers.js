// The drawer follows the design and the selection.
import { selectedId } from "./selection.js";

/** Asks the open tab to fetch itself again. */
function refresh() {
  document.querySelector("#drawer-body [data-drawer]")?.dispatchEvent(new CustomEvent("refresh"));
}

/** After the SQL of an object was applied, the drawer shows what became of it. @param {Event} event */
function leaveEditor(event) {
  const { ctx } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail;
  if (!ctx.sourceElement?.matches?.("[data-sql-of]") || (ctx.response?.status ?? 500) >= 300) return;
  const cancel = document.querySelector("[data-leave-sql]");
  if (cancel instanceof HTMLElement) cancel.click();
}

/** Starts refreshing the drawer after edits, and its SQL of the selection when that changes. */
export function watchDrawer() {
  let shown = selectedId();
  document.addEventListener("design-changed", refresh);
  document.addEventListener("htmx:after:swap", leaveEditor);
  document.addEventListener("htmx:after:settle", () => {
    const id = selectedId();
    if (id === shown) return;
    shown = id;
    if (document.querySelector('#drawer-body [data-drawer="selection"]')) refresh();
  });
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail.ctx;
    if (request.action.endsWith("/drawer/selection/")) request.body.set("selected", selectedId());
  });
}

// Buttons `[data-copy="#id"]` copy the text of an element.
import { notify } from "./notices.js";

/** Starts watching the copy buttons. */
export function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy]");
    if (!(button instanceof HTMLElement)) return;
    const source = document.querySelector(button.dataset.copy ?? "");
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      notify("Copied.");
    } catch {
      getSelection()?.selectAllChildren(source);
      notify("The browser does not allow copying here. The text is selected: press Ctrl-C or ⌘-C.", { isError: true });
    }
  });
}

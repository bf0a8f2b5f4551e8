// Buttons `[data-copy="#id"]` copy the text of an element, `[data-copy-from="address"]` what the address answers with.
import { notify } from "./notices.js";

const REFUSED = "The browser does not allow copying here.";

/** @param {Element} source */
async function copyText(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    notify("Copied.");
  } catch {
    getSelection()?.selectAllChildren(source);
    notify(`${REFUSED} The text is selected: press Ctrl-C or ⌘-C.`, { isError: true });
  }
}

/** @param {string} type of the content @param {Promise<Blob>} content */
export async function copyBlob(type, content) {
  try {
    // The promise is handed over, not awaited: copying is allowed only right after the click.
    await navigator.clipboard.write([new ClipboardItem({ [type]: content.then((blob) => new Blob([blob], { type })) })]);
    notify("Copied.");
  } catch (error) {
    const isRefused = error instanceof DOMException || error instanceof TypeError;
    const reason = await content.then(() => "", (/** @type {Error} */ why) => why.message);
    notify(reason || (isRefused ? `${REFUSED} Download it instead.` : String(error)), { isError: true });
  }
}

/** @param {string} address of a text */
async function fetchText(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(await response.text());
  return response.blob();
}

/** Starts watching the copy buttons. */
export function watchCopying() {
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy], [data-copy-from]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.copyFrom) copyBlob("text/plain", fetchText(button.dataset.copyFrom));
    else {
      const source = document.querySelector(button.dataset.copy ?? "");
      if (source) copyText(source);
    }
  });
}

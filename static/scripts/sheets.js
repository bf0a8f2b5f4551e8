// Dialogs: `[data-sheet="id"]` opens <dialog id>, `[data-close]` inside closes it.

/** Starts watching the buttons that open and close dialogs. */
export function watchSheets() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const opener = target.closest("[data-sheet]");
    if (opener instanceof HTMLElement) {
      const sheet = document.getElementById(opener.dataset.sheet ?? "");
      if (sheet instanceof HTMLDialogElement) sheet.showModal();
      return;
    }
    if (target.closest("[data-close]") || target instanceof HTMLDialogElement) target.closest("dialog")?.close();
  });
}

// A file dropped on `[data-dropzone]` is chosen in the file field inside it.

/** Starts watching for files dragged over the page. */
export function watchDropzones() {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = /** @type {Element} */ (event.target).closest?.("[data-dropzone]");
      if (!zone || !(event instanceof DragEvent)) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      const input = zone.querySelector('input[type="file"]');
      if (kind !== "drop" || !(input instanceof HTMLInputElement) || !event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

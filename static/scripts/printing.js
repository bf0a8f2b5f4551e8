// Printing: the page's own buttons and panels stay off the paper, and the whole diagram is put on one sheet.

/** The drawing on paper; taken away again after printing. @type {HTMLImageElement | null} */
let picture = null;

/** Fetches the whole diagram in light colours, then opens the browser's dialog. */
async function printDiagram() {
  const address = document.querySelector("noscript[data-picture]")?.getAttribute("data-picture");
  if (!address) return;
  picture?.remove();
  picture = document.createElement("img");
  picture.className = "print-picture";
  picture.alt = document.title;
  picture.src = `${address}?theme=light`;
  document.body.append(picture);
  await picture.decode().catch(() => {});
  window.print();
}

/** Starts watching the button `[data-print]`. */
export function watchPrinting() {
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-print]")) printDiagram();
  });
  addEventListener("afterprint", () => {
    picture?.remove();
    picture = null;
  });
}

// Printing: the page's own buttons and panels stay off the paper, and the diagram is put on one sheet.

/** The drawing on paper; taken away again after printing. @type {HTMLImageElement | null} */
let picture = null;

/** Puts a drawing on the paper, then opens the browser's dialog. @param {Blob} drawing an SVG */
export async function printPicture(drawing) {
  picture?.remove();
  picture = document.createElement("img");
  picture.className = "print-picture";
  picture.alt = document.title;
  picture.src = `data:image/svg+xml,${encodeURIComponent(await drawing.text())}`;
  document.body.append(picture);
  await picture.decode().catch(() => {});
  window.print();
}

/** Starts clearing the paper away after printing. */
export function watchPrinting() {
  addEventListener("afterprint", () => {
    picture?.remove();
    picture = null;
  });
}

// <textarea data-sql> becomes an SQL editor with the design's names to complete from. Without this module it stays a textarea.

/** Loaded when the first editor is needed: it is most of the page's script. @type {Promise<typeof import("./sql-editors.js")> | null} */
let library = null;

/** Turns the textareas that are on the page now into editors. */
async function enhance() {
  const areas = [...document.querySelectorAll("textarea[data-sql]:not([data-enhanced])")];
  if (areas.length === 0) return;
  for (const area of areas) area.setAttribute("data-enhanced", "");
  library ??= import("./sql-editors.js");
  const { createEditor } = await library;
  for (const area of areas) {
    if (area instanceof HTMLTextAreaElement && area.isConnected) createEditor(area);
  }
}

/** Starts turning textareas into editors as they appear. */
export function watchEditors() {
  enhance();
  document.addEventListener("htmx:after:settle", enhance);
}

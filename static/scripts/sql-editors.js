// The SQL editor: CodeMirror inside a shadow root, so that its style sheet needs no exception from the page's
// Content-Security-Policy and the page's styles do not reach in.
import { EditorView, minimalSetup } from "codemirror";
import { autocompletion } from "@codemirror/autocomplete";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--rh-accent)", fontWeight: "500" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--rh-green)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--rh-amber)" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--rh-violet)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--rh-ink-3)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--rh-ink)", fontSize: "12.5px", maxHeight: "var(--sql-most, 320px)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--rh-mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { minHeight: "var(--sql-rows, 60px)", padding: "6px 0", caretColor: "var(--rh-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--rh-ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--rh-accent-soft)",
  },
  ".cm-tooltip": { backgroundColor: "var(--rh-raised)", color: "var(--rh-ink)", border: "1px solid var(--rh-line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--rh-accent-fill)",
    color: "var(--rh-on-accent)",
  },
});

/** @returns {Record<string, string[]>} tables and their columns, for completion */
function readSchema() {
  const names = document.getElementById("design-names");
  return names?.textContent ? JSON.parse(names.textContent) : {};
}

/**
 * Replaces what is seen of a textarea; its value follows the editor, so the form submits as before.
 * @param {HTMLTextAreaElement} area
 */
export function createEditor(area) {
  const host = document.createElement("rh-sql");
  host.className = "sql-editor";
  host.classList.toggle("is-invalid", area.classList.contains("is-invalid"));
  host.style.setProperty("--sql-rows", `${Math.max(2, area.rows) * 19}px`);
  host.style.setProperty("--sql-most", `${Math.max(320, area.rows * 28)}px`);
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  const label = area.labels?.[0]?.textContent?.trim() || area.getAttribute("aria-label") || "SQL";
  const described = document.createElement("span");
  described.hidden = true;
  described.id = "description";
  described.textContent = (area.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent?.trim() ?? "")
    .join(" ");
  root.append(described);
  const view = new EditorView({
    doc: area.value,
    root,
    parent: root,
    extensions: [
      minimalSetup,
      autocompletion(),
      sql({ dialect: PostgreSQL, schema: readSchema(), defaultSchema: "public", upperCaseKeywords: false }),
      syntaxHighlighting(colours),
      look,
      EditorView.lineWrapping,
      EditorView.editable.of(!area.disabled),
      EditorView.contentAttributes.of({
        "aria-label": label,
        tabindex: "0", // it takes the focus anyway; this lets a checker see that the scrolled text can be reached
        "aria-describedby": "description",
        "aria-invalid": String(area.classList.contains("is-invalid")),
        "data-field": area.name,
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        area.value = update.state.doc.toString();
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    ],
  });
  area.hidden = true;
  area.after(host);
  if (area.closest("[data-sql-of]")) {
    const { line = "0", column = "1" } = area.dataset; // where PostgreSQL stopped
    if (Number(line) > 0 && Number(line) <= view.state.doc.lines) {
      const row = view.state.doc.line(Number(line));
      const anchor = Math.min(row.to, row.from + Number(column) - 1);
      view.dispatch({ selection: { anchor, head: row.to }, scrollIntoView: true });
    }
    view.focus();
  }
  area.labels?.[0]?.addEventListener("click", () => view.focus());
}

// A little Markdown, for notes: headings, lists, emphasis, code, links. Everything typed is escaped first. Pure.
import { escape } from "./cards.js";

/** @param {string} text @returns {string} HTML in which no tag but ours can occur */
export function toHtml(text) {
  /** @type {string[]} */
  const html = [];
  /** @type {string[]} lines of the paragraph or list under way */
  let open = [];
  let tag = "";
  const close = () => {
    if (tag === "p") html.push(`<p>${open.join("<br>")}</p>`);
    else if (tag) html.push(`<${tag}>${open.map((line) => `<li>${line}</li>`).join("")}</${tag}>`);
    [open, tag] = [[], ""];
  };
  const add = (/** @type {string} */ kind, /** @type {string} */ line) => {
    if (tag !== kind) close();
    tag = kind;
    open.push(inline(line));
  };
  for (const line of text.split(/\r?\n/)) {
    const heading = /^(#{1,3})\s+(.+)/.exec(line);
    const item = /^\s*(?:([-*])|\d+[.)])\s+(.+)/.exec(line);
    if (heading) {
      close();
      html.push(`<strong class="heading">${inline(heading[2])}</strong>`);
    } else if (item) add(item[1] ? "ul" : "ol", item[2]);
    else if (line.trim() === "") close();
    else add("p", line);
  }
  close();
  return html.join("");
}

/** @param {string} line */
function inline(line) {
  // Code is put aside first, so that nothing in it is taken for emphasis.
  /** @type {string[]} */
  const codes = [];
  return escape(line)
    .replace(/`([^`]+)`/g, (_, code) => `\u0000${codes.push(code) - 1}\u0000`)
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<![\w*])[*_]([^*_]+)[*_](?![\w*])/g, "<em>$1</em>")
    .replace(/\[([^\]]+)\]\((https?:\/\/[^\s()"']+)\)/g, '<a href="$2" target="_blank" rel="noopener noreferrer">$1</a>')
    .replace(/\u0000(\d+)\u0000/g, (_, number) => `<code>${codes[Number(number)] ?? ""}</code>`);
}

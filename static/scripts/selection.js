// What is selected: the object whose inspector is shown. The address holds it; rail and diagram show it.
import { nodeOf, revealNode } from "./diagram.js";

const SVG = "http://www.w3.org/2000/svg";

/** @returns {string} id of the selected definition, or "" */
export function selectedId() {
  return document.querySelector("#inspector [data-selected]")?.getAttribute("data-selected") ?? "";
}

/**
 * Opens an object in the inspector, as a click on it in the rail does.
 * @param {string} id
 */
export function selectObject(id) {
  const link = document.querySelector(`.rail a[data-object="${CSS.escape(id)}"]`);
  if (link instanceof HTMLElement && id !== selectedId()) link.click();
}

/** Marks the selected object in the rail and on the canvas. */
function mark() {
  const id = selectedId();
  for (const link of document.querySelectorAll(".rail a[aria-current]")) link.removeAttribute("aria-current");
  for (const mark of document.querySelectorAll(".diagram .rh-selected")) mark.remove();
  for (const edge of document.querySelectorAll(".diagram .edge.lit")) edge.classList.remove("lit");
  if (!id) return;
  const link = document.querySelector(`.rail a[data-object="${CSS.escape(id)}"]`);
  link?.setAttribute("aria-current", "true");
  if (link instanceof HTMLElement && link.offsetParent) link.scrollIntoView({ block: "nearest" });
  const related = document.querySelector("#inspector [data-related]")?.getAttribute("data-related") ?? "";
  for (const edge of [id, ...related.split(" ").filter(Boolean)]) {
    document.getElementById(`edge-${edge}`)?.classList.add("lit");
  }
  const node = nodeOf(id);
  if (!node) return;
  const box = node.getBBox();
  const frame = document.createElementNS(SVG, "rect");
  const gap = 4;
  for (const [name, value] of Object.entries({
    class: "rh-selected",
    x: box.x - gap,
    y: box.y - gap,
    width: box.width + 2 * gap,
    height: box.height + 2 * gap,
    rx: 5,
  })) {
    frame.setAttribute(name, String(value));
  }
  node.append(frame);
}

/** Puts the focus on the inspector's heading, unless a field of it asks for the focus. */
function focusHeading() {
  if (document.querySelector("#inspector [autofocus]")) return;
  const heading = document.querySelector("#inspector h2");
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/**
 * A relationship that is added while a table is selected starts there.
 * @param {Event} event
 */
function startFromSelection(event) {
  const { request } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail.ctx;
  if (request.method !== "GET" || !request.action.endsWith("/relationships/new/")) return;
  if (document.getElementById(`table-${selectedId()}`)) request.body.set("table", selectedId());
}

/** Starts following what the inspector shows. */
export function watchSelection() {
  let shown = selectedId();
  document.addEventListener("htmx:config:request", startFromSelection);
  document.addEventListener("htmx:after:settle", (event) => {
    mark();
    const isInspector = event.target instanceof Element && event.target.id === "inspector";
    // What had the focus is gone: reading goes on at the new heading.
    if (isInspector && document.activeElement === document.body) focusHeading();
    const id = selectedId();
    if (id === shown) return;
    shown = id;
    const node = nodeOf(id) ?? document.getElementById(`edge-${id}`);
    if (node) revealNode(node);
    const live = document.getElementById("live");
    const name = document.querySelector("#inspector h2")?.textContent?.trim();
    if (live && id && name) live.textContent = `Selected ${name}`;
  });
  document.addEventListener("diagram-drawn", () => {
    mark();
    const node = nodeOf(selectedId());
    if (node) revealNode(node);
  });
  mark();
}

// The tools for what is picked: aligning, distributing, colours, folding. Each is one step that can be undone.
import { align, distribute } from "./arrangements.js";
import { currentMarks, currentScene, currentViewport } from "./diagram.js";
import { joined, looking, placing } from "./marks.js";
import { letGo, pick, showPicks, targets } from "./picks.js";
import { take } from "./steps.js";

const NUDGE = 16; // pixels of the plane; one with Alt

/** @param {string} label @param {Map<string, {x: number, y: number}>} places */
function place(label, places) {
  take(label, placing(currentMarks(), currentScene().cards.values(), places, currentScene().view));
}

/** @param {DOMStringMap} command of the pressed button */
function run(command) {
  const ids = targets();
  const scene = currentScene();
  const cards = scene.all(ids);
  const name = scene.nameOf(ids);
  if (cards.length === 0) return;
  if (command.align) place(`Align ${name}`, align(cards, command.align));
  else if (command.distribute) place(`Distribute ${name}`, distribute(cards, command.distribute));
  else if (command.colour !== undefined) {
    const colour = command.colour;
    take(colour ? `Colour ${name} ${colour}` : `Take the colour off ${name}`, looking(currentMarks(), ids, { colour }));
  } else if (command.collapse !== undefined) collapse(ids, name);
  else if (command.group !== undefined) group(ids);
}

/** Makes an area of cards, and asks for its name. @param {string[]} ids */
function group(ids) {
  const areas = currentMarks().areas;
  const id = crypto.randomUUID();
  const name = `Area ${Object.keys(areas).length + 1}`;
  const members = looking(currentMarks(), ids, { area: id });
  take(`Make ${name}`, joined(members, { areas: { [id]: { name, colour: "blue" } } }));
  letGo();
  showArea(id, true);
}

/** Shows the tools of an area, or none. @param {string} id @param {boolean} [isNew] whether one types its name now */
export function showArea(id, isNew = false) {
  const tools = document.getElementById("area-tools");
  const area = currentMarks().areas[id];
  const field = tools?.querySelector("input");
  if (!tools || !field) return;
  tools.hidden = !area;
  tools.dataset.area = area ? id : "";
  field.value = area?.name ?? "";
  if (isNew) {
    field.focus();
    field.select();
  }
}

/** @param {HTMLElement} tools @param {DOMStringMap} command */
function runOnArea(tools, command) {
  const id = tools.dataset.area ?? "";
  const area = currentMarks().areas[id];
  if (!area) return;
  if (command.colour !== undefined) take(`Colour ${area.name}`, { areas: { [id]: { ...area, colour: command.colour } } });
  else if (command.ungroup !== undefined) {
    const members = Object.entries(currentMarks().placements).filter(([, standing]) => standing.area === id);
    const freed = looking(currentMarks(), members.map(([member]) => member), { area: null });
    take(`Dissolve ${area.name}`, joined(freed, { areas: { [id]: null } }));
    showArea("");
  }
}

/** @param {Event} event the area's name was typed */
function renameArea(event) {
  const tools = /** @type {Element} */ (event.target).closest("#area-tools");
  if (!(tools instanceof HTMLElement) || !(event.target instanceof HTMLInputElement)) return;
  const id = tools.dataset.area ?? "";
  const area = currentMarks().areas[id];
  const name = event.target.value.trim();
  if (area && name && name !== area.name) take(`Rename ${area.name} to ${name}`, { areas: { [id]: { ...area, name } } });
}

/** Folds cards to their names; unfolds them when all are folded. @param {string[]} ids @param {string} name */
function collapse(ids, name) {
  const scene = currentScene();
  const isCollapsed = !scene.all(ids).every((card) => card.isCollapsed);
  // What is folded leaves a gap that a new layout would close, moving everything: so it stays where it is.
  const kept = scene.view ? {} : placing(scene.marks, scene.cards.values(), new Map());
  const standing = { ...scene.marks, placements: { ...scene.marks.placements, ...kept.placements } };
  const looks = looking(/** @type {import("./marks.js").Marks} */ (standing), ids, { is_collapsed: isCollapsed });
  take(`${isCollapsed ? "Fold" : "Unfold"} ${name}`, joined(kept, looks));
}

/** @param {KeyboardEvent} event Alt and an arrow move what is picked */
function nudge(event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const isOurs = way && event.altKey && event.target instanceof Element && event.target.closest(".diagram");
  if (!isOurs || targets().length === 0) return;
  event.preventDefault();
  const step = event.shiftKey ? 1 : NUDGE;
  const cards = currentScene().all(targets());
  const places = new Map(cards.map(({ id, x, y }) => [id, { x: x + way[0] * step, y: y + way[1] * step }]));
  place(`Move ${currentScene().nameOf(targets())}`, places);
}

/** @param {KeyboardEvent} event */
function pickByKeys(event) {
  if (event.key === "Escape" && currentViewport()?.cancel()) return event.stopImmediatePropagation();
  if (!(event.target instanceof Element) || !event.target.closest(".diagram") || event.target.matches("textarea")) return;
  if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const { cards, hidden } = currentScene();
    pick([...cards.keys()].filter((id) => !hidden.has(id)));
  } else if (event.key === "Escape" && letGo()) event.stopImmediatePropagation();
}

/** Starts answering the tools' buttons and keys. */
export function watchCommands() {
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("#pick-tools button");
    if (button instanceof HTMLElement) run(button.dataset);
    const tool = /** @type {Element} */ (event.target).closest("#area-tools button");
    const tools = tool?.closest("#area-tools");
    if (tool instanceof HTMLElement && tools instanceof HTMLElement) runOnArea(tools, tool.dataset);
  });
  document.addEventListener("change", renameArea);
  document.addEventListener("keydown", (event) => {
    const field = event.target instanceof HTMLInputElement && event.target.closest("#area-tools") ? event.target : null;
    if (field && event.key === "Enter") field.blur();
  });
  document.addEventListener("keydown", nudge);
  document.addEventListener("keydown", pickByKeys, true);
  for (const name of ["diagram-drawn", "marks-shown", "htmx:after:settle"]) document.addEventListener(name, showPicks);
}


// Laying out anew: everything, after asking where people have put things by hand, or only what is picked.
import { findRoom } from "./arrangements.js";
import { chosenDetail, currentMarks, currentScene, fitDiagram } from "./diagram.js";
import { around, grown } from "./grids.js";
import { isHandMade, placing } from "./marks.js";
import { notify } from "./notices.js";
import { targets } from "./picks.js";
import { canEdit, post, take } from "./steps.js";

/** @returns {HTMLElement | null} the question */
function question() {
  return document.getElementById("layout-question");
}

/** Lays out what is picked, or asks whether all is meant. */
function layOut() {
  if (!canEdit()) return;
  if (targets().length > 1) return layOutPart(targets());
  const marks = currentMarks();
  const view = marks.views[currentScene().view];
  if (view) return ask(`Lay out the ${shownIds().length} things in ${view.name} anew?`);
  if (!isHandMade(marks)) return notify("Everything stands where the layout has put it; nothing was moved by hand.");
  const count = Object.values(marks.placements).filter(({ x }) => (x ?? null) !== null).length;
  ask(`${count} things stand where people have put them. Lay all of them out anew?`);
}

/** @returns {string[]} ids of the cards that are drawn */
function shownIds() {
  const { cards, hidden } = currentScene();
  return [...cards.keys()].filter((id) => !hidden.has(id));
}

/** @param {string} text */
function ask(text) {
  const asked = question();
  const words = asked?.querySelector("[data-text]");
  if (!asked || !words) return;
  words.textContent = text;
  asked.hidden = false;
  asked.querySelector("button")?.focus();
}

/** Forgets the places that people gave things; colours, folds and areas stay. */
function layOutAll() {
  const { placements } = currentMarks();
  const freed = Object.entries(placements).map(([id, { x, y, ...looks }]) => {
    const isBare = !looks.colour && !looks.is_collapsed && !looks.area;
    return [id, isBare ? null : looks];
  });
  take("Lay out everything", { placements: Object.fromEntries(freed) });
  document.addEventListener("diagram-drawn", fitDiagram, { once: true });
}

/** Lays out some cards among themselves, where they are or in the nearest free place. @param {string[]} ids */
async function layOutPart(ids) {
  const address = document.getElementById("diagram")?.dataset.layout;
  if (!address) return;
  const answer = await post(`${address}?detail=${chosenDetail()}`, ids).catch(() => null);
  if (!answer?.ok) return notify((await answer?.text()) || "The server cannot be reached. Nothing was moved.", { isError: true });
  /** @type {Record<string, [number, number]>} */
  const found = await answer.json();
  const scene = currentScene();
  const cards = scene.all(ids.filter((id) => found[id]));
  const laid = around(cards.map(({ id, width, height }) => ({ x: found[id][0], y: found[id][1], width, height })));
  const now = around(cards);
  const own = new Set(ids);
  const others = [...scene.cards.values()].filter((card) => !own.has(card.id) && !scene.hidden.has(card.id));
  const room = findRoom({ ...laid, x: now.x, y: now.y }, others.map((card) => grown(card, 24)));
  const [dx, dy] = [room.x - laid.x, room.y - laid.y];
  const places = new Map(cards.map(({ id }) => [id, { x: found[id][0] + dx, y: found[id][1] + dy }]));
  take(`Lay out ${scene.nameOf(ids)}`, placing(currentMarks(), scene.cards.values(), places, scene.view));
}

/** Starts answering the button, the question and its answers. */
export function watchLayouts() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-lay-out]")) layOut();
    const answer = target.closest("#layout-question button");
    const asked = question();
    if (!answer || !asked) return;
    asked.hidden = true;
    if (answer.hasAttribute("data-yes")) currentScene().view ? layOutPart(shownIds()).then(fitDiagram) : layOutAll();
    document.getElementById("diagram")?.focus();
  });
}

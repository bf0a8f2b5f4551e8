// Areas: named, coloured groups, drawn around their members and moved with them.
import { escape } from "./cards.js";
import { currentMarks, currentPlane, currentScene, currentViewport } from "./diagram.js";
import { around, grown, touches } from "./grids.js";

/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {import("./scenes.js").Card} Card */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const LABEL = 26; // height of the band with the name
const LEAST_LABEL = 11; // pixels of the screen below which a name would not be read

/** @param {string} areaId @returns {Card[]} what belongs to it and is drawn */
export function membersOf(areaId) {
  const { placements } = currentMarks();
  const { cards, hidden } = currentScene();
  return [...cards.values()].filter((card) => placements[card.id]?.area === areaId && !hidden.has(card.id));
}

/** @param {Rect[]} members @returns {Rect} what an area around them covers */
export function areaAround(members) {
  const rect = grown(around(members), MARGIN);
  return { ...rect, y: rect.y - LABEL, height: rect.height + LABEL };
}

/** Draws the areas where their members are now. */
export function drawAreas() {
  const under = currentPlane()?.under;
  if (!under) return;
  under.replaceChildren();
  for (const [id, { name, colour }] of Object.entries(currentMarks().areas)) {
    const members = membersOf(id);
    if (members.length === 0) continue;
    const { x, y, width, height } = areaAround(members);
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `area tint-${colour || "grey"}`);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `Area ${name}, ${members.length} tables`);
    group.dataset.area = id;
    group.innerHTML =
      `<rect class="area-body" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>` +
      `<rect class="area-grip" x="${x}" y="${y}" width="${width}" height="${LABEL}" rx="8"/>` +
      `<text x="${x + 12}" y="${y + 18}">${escape(name)}</text>`;
    under.append(group);
  }
  sizeLabels();
}

let sizedFor = 0;

/** Keeps the names readable from afar. */
export function sizeLabels() {
  const scale = currentViewport()?.scale ?? 1;
  const size = Math.max(13, LEAST_LABEL / scale);
  const under = currentPlane()?.under;
  if (!under || Math.abs(size - sizedFor) < 0.5) return;
  sizedFor = size;
  under.style.fontSize = `${size}px`;
}

/**
 * The areas that dragged cards lie in now, where that has changed.
 * @param {Card[]} moved
 * @returns {Map<string, string | null>}
 */
export function areasAfterMove(moved) {
  const { areas, placements } = currentMarks();
  const ids = new Set(moved.map((card) => card.id));
  /** @type {Map<string, string | null>} */
  const changed = new Map();
  // What stays says where an area is; one that moves as a whole stays what it is.
  const stays = Object.keys(areas)
    .map((id) => /** @type {[string, Card[]]} */ ([id, membersOf(id).filter((card) => !ids.has(card.id))]))
    .filter(([, members]) => members.length > 0);
  for (const card of moved) {
    const middle = { x: card.x + card.width / 2, y: card.y + card.height / 2, width: 0, height: 0 };
    const own = placements[card.id]?.area ?? null;
    const inside = stays.find(([, members]) => touches(areaAround(members), middle))?.[0];
    const isLeft = own !== null && stays.some(([id]) => id === own) && inside !== own;
    if (inside && inside !== own) changed.set(card.id, inside);
    else if (isLeft) changed.set(card.id, null);
  }
  return changed;
}

/** Starts drawing areas. */
export function watchAreas() {
  for (const name of ["diagram-drawn", "marks-shown", "cards-moved"]) document.addEventListener(name, drawAreas);
  document.addEventListener("view-moved", sizeLabels);
}

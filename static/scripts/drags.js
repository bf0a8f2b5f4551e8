// Dragging tables, with what is picked and what lies in an area; and the rubber band.
import { areasAfterMove, membersOf } from "./areas.js";
import { cardAt, currentMarks, currentPlane, currentScene, currentViewport } from "./diagram.js";
import { startLine } from "./lines.js";
import { around, grown } from "./grids.js";
import { placing } from "./marks.js";
import { startNote } from "./notes.js";
import { isPicked, pick, showPicks, targets } from "./picks.js";
import { startRow } from "./row-drags.js";
import { snap } from "./snaps.js";
import { canEdit, take } from "./steps.js";

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {import("./viewports.js").Gesture} Gesture */
/** @typedef {import("./grids.js").Rect} Rect */

const SVG = "http://www.w3.org/2000/svg";
const SNAP = 6; // pixels of the screen
const MOST_NEIGHBOURS = 150; // that a dragged thing may click into line with

/**
 * What a drag that starts here does.
 * @param {Point} at on the plane @param {PointerEvent} event
 * @returns {Gesture | null} null moves the paper
 */
export function startDrag(at, event) {
  if (event.pointerType === "touch" && !event.isPrimary) return null;
  const line = startLine(event);
  if (line) return line;
  const note = startNote(at, event);
  if (note) return note;
  const row = event.shiftKey || event.ctrlKey || event.metaKey ? null : startRow(event);
  if (row) return row;
  const card = cardAt(event);
  if (event.shiftKey || event.ctrlKey || event.metaKey) return card ? null : bandFrom(at);
  const area = event.target instanceof Element && event.target.closest(".area");
  if (!card && area instanceof SVGElement && canEdit()) {
    return moveCards(at, membersOf(area.dataset.area ?? "").map((member) => member.id), true);
  }
  if (!card || !canEdit()) return null;
  return moveCards(at, isPicked(card.id) ? targets() : [card.id]);
}

/** @param {Point} at @param {string[]} ids @param {boolean} [isArea] all of an area, which they stay in @returns {Gesture} */
function moveCards(at, ids, isArea = false) {
  const scene = currentScene();
  const cards = scene.all(ids);
  const starts = new Map(cards.map(({ id, x, y }) => [id, { x, y }]));
  const whole = around(cards);
  const others = neighbours(new Set(ids));
  const to = (/** @type {number} */ dx, /** @type {number} */ dy) =>
    new Map([...starts].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
  return {
    move(now, moved) {
      let [dx, dy] = [now.x - at.x, now.y - at.y];
      const scale = currentViewport()?.scale ?? 1;
      const wish = { ...whole, x: whole.x + dx, y: whole.y + dy };
      const snapped = moved.altKey ? { dx: 0, dy: 0, guides: [] } : snap(wish, others, SNAP / scale);
      [dx, dy] = [dx + snapped.dx, dy + snapped.dy];
      put(to(dx, dy));
      showGuides(snapped.guides);
    },
    end(_, __, isCancelled) {
      showGuides([]);
      if (isCancelled) return put(to(0, 0));
      const places = new Map(cards.map(({ id, x, y }) => [id, { x, y }]));
      const patch = placing(currentMarks(), scene.cards.values(), places, scene.view);
      for (const [id, area] of isArea ? [] : areasAfterMove(cards)) {
        if (patch.placements) patch.placements[id] = { ...patch.placements[id], area };
      }
      take(`Move ${scene.nameOf(ids)}`, patch);
    },
  };
}

/** Shows cards elsewhere without saving it. @param {Map<string, Point>} places */
function put(places) {
  const scene = currentScene();
  const edges = scene.move(places);
  currentPlane()?.update(scene.all(places.keys()), edges);
  document.dispatchEvent(new CustomEvent("cards-moved"));
  showPicks();
  currentViewport()?.redraw();
}

/** @param {Set<string>} moving @returns {Rect[]} what is in view and stays */
function neighbours(moving) {
  const viewport = currentViewport();
  if (!viewport) return [];
  return currentScene()
    .cardsIn(grown(viewport.view(), 0))
    .filter((card) => !moving.has(card.id))
    .slice(0, MOST_NEIGHBOURS)
    .map(({ x, y, width, height }) => ({ x, y, width, height }));
}

/** @param {import("./snaps.js").Guide[]} guides */
function showGuides(guides) {
  const marks = currentPlane()?.marks;
  for (const line of marks?.querySelectorAll(".guide") ?? []) line.remove();
  for (const guide of guides) {
    const line = document.createElementNS(SVG, "line");
    line.setAttribute("class", "guide");
    for (const [name, value] of Object.entries(guide)) line.setAttribute(name, String(value));
    marks?.append(line);
  }
}

/** @param {Point} at @returns {Gesture} */
function bandFrom(at) {
  const before = targets().length > 1 ? targets() : [];
  const band = document.createElementNS(SVG, "rect");
  band.setAttribute("class", "band");
  currentPlane()?.marks.append(band);
  return {
    move(now) {
      const rect = around([
        { ...at, width: 0, height: 0 },
        { ...now, width: 0, height: 0 },
      ]);
      for (const [name, value] of Object.entries(rect)) band.setAttribute(name, String(value));
      pick([...before, ...currentScene().cardsIn(rect).map((card) => card.id)]);
    },
    end(_, __, isCancelled) {
      band.remove();
      if (isCancelled) pick(before);
    },
  };
}

// Following relationships: from a table to what it refers to, and back to what refers to it.
import { currentScene } from "./diagram.js";
import { endsOf } from "./neighbours.js";
import { selectObject, seek } from "./selection.js";

/**
 * Goes where a mark leads that was pressed on the canvas.
 * @param {Element} target @param {string} cardId
 * @returns {boolean} whether that is one place
 */
export function followMark(target, cardId) {
  const mark = target.closest(".mark, .reference");
  const columnId = mark?.closest(".column")?.id.replace("column-", "");
  if (!mark || !columnId) return false;
  const way = mark.matches(".FK, .reference") ? "out" : "in";
  const ends = endsOf(currentScene().edgesOf.get(cardId) ?? [], cardId, columnId, way);
  ends.delete(cardId);
  if (ends.size !== 1) return false;
  seek();
  selectObject([...ends][0]);
  return true;
}

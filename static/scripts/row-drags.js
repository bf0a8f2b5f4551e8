// Dragging a column of the selected table up or down: a line shows where it will stand. Tables move by their names.
import { cardAt, chosenDetail, currentPlane } from "./diagram.js";
import { gapAt, placeAfter } from "./geometry.js";
import { targets } from "./picks.js";
import { ROW, ROWS_TOP } from "./scenes.js";
import { selectedId } from "./selection.js";
import { isEditable, moveRow } from "./table-edits.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * The drag that starts on a column of the selected table, where all of them are drawn.
 * @param {PointerEvent} event
 * @returns {import("./viewports.js").Gesture | null}
 */
export function startRow(event) {
  const card = cardAt(event);
  const group = event.target instanceof Element && event.target.closest("g.column");
  if (!group || !isEditable(card) || card.id !== selectedId() || targets().length > 1) return null;
  if (chosenDetail() !== "all" || card.isCollapsed) return null;
  const from = (card.rows ?? []).findIndex(([id]) => `column-${id}` === group.id);
  if (from < 0) return null;
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "row-gap");
  let gap = from;
  return {
    move(now) {
      gap = gapAt((now.y - card.y - ROWS_TOP) / ROW, card.rows?.length ?? 0);
      const y = String(card.y + ROWS_TOP + ROW * gap);
      const ends = { x1: String(card.x + 4), x2: String(card.x + card.width - 4), y1: y, y2: y };
      for (const [name, value] of Object.entries(ends)) line.setAttribute(name, value);
      group.classList.add("held");
      if (!line.isConnected) currentPlane()?.marks.append(line);
    },
    end(_, __, isCancelled) {
      line.remove();
      group.classList.remove("held");
      if (!isCancelled) moveRow(card, from, placeAfter(from, gap));
    },
  };
}

// From afar names are too small to read: the one of the card under the pointer is written beside it.
import { cardAt, currentViewport } from "./diagram.js";

const READABLE = 0.45; // scale from which names are read where they stand

/** @param {PointerEvent} event @returns {string} the name to write, if any */
function nameFor(event) {
  const scale = currentViewport()?.scale ?? 1;
  if (event.pointerType === "touch" || event.buttons || scale >= READABLE) return "";
  const card = cardAt(event);
  if (!card) return "";
  return card.schema === "public" ? card.name : `${card.schema}.${card.name}`;
}

/** Starts following the pointer. */
export function watchFarNames() {
  const frame = document.getElementById("diagram");
  if (!frame) return;
  const label = document.createElement("div");
  label.className = "far-name";
  label.setAttribute("aria-hidden", "true"); // the list says it
  label.hidden = true;
  frame.after(label);
  const hide = () => (label.hidden = true);
  frame.addEventListener("pointermove", (event) => {
    const name = nameFor(event);
    label.hidden = !name;
    if (!name) return;
    if (label.textContent !== name) label.textContent = name;
    const box = frame.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left + 12, event.clientY - box.top + 18];
    const isRight = x > box.width / 2;
    label.style.transform = `translate(${x}px, ${y}px)${isRight ? " translate(calc(-100% - 20px), 0)" : ""}`;
  });
  frame.addEventListener("pointerleave", hide);
  frame.addEventListener("pointerdown", hide);
  document.addEventListener("view-moved", hide);
}

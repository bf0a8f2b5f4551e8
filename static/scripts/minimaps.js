// The whole plane, small, with a frame around what is seen; a press or drag on it goes there.
import { currentScene, currentViewport } from "./diagram.js";
import { around, grown } from "./grids.js";

const [WIDTH, HEIGHT] = [176, 120];

/** @type {import("./grids.js").Rect} */
let shown = { x: 0, y: 0, width: 1, height: 1 };
let scale = 1;

/** Draws the cards anew. */
export function drawMinimap() {
  const canvas = document.querySelector("#minimap canvas");
  const map = document.getElementById("minimap");
  if (!(canvas instanceof HTMLCanvasElement) || !map) return;
  const cards = [...currentScene().cards.values()].filter((card) => !currentScene().hidden.has(card.id));
  shown = grown(around(cards), 60);
  scale = Math.min(WIDTH / shown.width, HEIGHT / shown.height);
  const ratio = devicePixelRatio;
  Object.assign(canvas, { width: WIDTH * ratio, height: HEIGHT * ratio });
  const brush = canvas.getContext("2d");
  if (!brush) return;
  const style = getComputedStyle(canvas);
  const [plain, red] = ["--rh-line-strong", "--rh-red"].map((name) => style.getPropertyValue(name));
  brush.scale(ratio, ratio);
  for (const card of cards) {
    brush.fillStyle = card.rls === "exposed" ? red : plain;
    const [x, y] = [(card.x - shown.x) * scale, (card.y - shown.y) * scale];
    brush.fillRect(x, y, Math.max(1, card.width * scale), Math.max(1, card.height * scale));
  }
  frameView();
}

/** Puts the frame around what is seen now. */
export function frameView() {
  const frame = document.querySelector("#minimap .seen");
  const map = document.getElementById("minimap");
  const view = currentViewport()?.view();
  if (!(frame instanceof HTMLElement) || !map || !view) return;
  const whole = grown(shown, -59);
  const isWhole = contains(view, whole);
  if (map.hidden !== isWhole) map.hidden = isWhole; // all is in sight: a map would only stand in the way
  if (isWhole) return;
  const left = Math.max(0, (view.x - shown.x) * scale);
  const top = Math.max(0, (view.y - shown.y) * scale);
  const right = Math.min(WIDTH, (view.x + view.width - shown.x) * scale);
  const bottom = Math.min(HEIGHT, (view.y + view.height - shown.y) * scale);
  frame.style.transform = `translate(${left}px, ${top}px)`;
  const [width, height] = [Math.max(4, right - left), Math.max(4, bottom - top)].map((size) => `${Math.round(size)}px`);
  if (frame.style.width !== width) frame.style.width = width;
  if (frame.style.height !== height) frame.style.height = height;
}

/** @param {import("./grids.js").Rect} outer @param {import("./grids.js").Rect} inner @returns {boolean} */
function contains(outer, inner) {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** @param {PointerEvent} event */
function go(event) {
  const viewport = currentViewport();
  const canvas = document.querySelector("#minimap canvas");
  if (!viewport || !canvas || event.buttons === 0) return;
  const box = canvas.getBoundingClientRect();
  const x = shown.x + (event.clientX - box.left) / scale;
  const y = shown.y + (event.clientY - box.top) / scale;
  const { width, height } = viewport.size;
  viewport.set({ x: width / 2 - x * viewport.scale, y: height / 2 - y * viewport.scale, scale: viewport.scale });
}

/** Starts following the plane, and the pointer on the map. */
export function watchMinimap() {
  const map = document.getElementById("minimap");
  document.addEventListener("diagram-drawn", drawMinimap);
  document.addEventListener("marks-shown", drawMinimap);
  document.addEventListener("theme-changed", drawMinimap);
  map?.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    go(event);
  });
  map?.addEventListener("pointermove", go);
}

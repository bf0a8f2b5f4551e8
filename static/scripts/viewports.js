// A plane that is panned and zoomed inside a frame by wheel, pointer and touch. Geometry is kept here, in CSS pixels.

import { fitInto, zoomAbout } from "./geometry.js";

const CLICK_SLACK = 4; // pixels a pointer may move and still have clicked

export class Viewport {
  /**
   * @param {HTMLElement} frame
   * @param {(point: {target: EventTarget | null}) => void} onClick a press without a drag
   * @param {(scale: number) => void} onChange after every pan and zoom
   */
  constructor(frame, onClick, onChange) {
    this.frame = frame;
    this.onClick = onClick;
    this.onChange = onChange;
    /** @type {SVGSVGElement | null} */
    this.plane = null;
    this.width = 0;
    this.height = 0;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.travelled = 0;
    this.frameRequest = 0;
    frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.#press(event));
    frame.addEventListener("pointermove", (event) => this.#drag(event));
    frame.addEventListener("pointerup", (event) => this.#release(event));
    frame.addEventListener("pointercancel", (event) => this.#release(event));
  }

  /**
   * Shows another plane at the same place.
   * @param {SVGSVGElement} plane
   * @param {number} width @param {number} height in pixels at scale 1
   */
  show(plane, width, height) {
    this.plane = plane;
    this.width = width;
    this.height = height;
    this.#draw(); // at once: what follows measures where things are
  }

  /** Fits the whole plane into the frame, never larger than life. */
  fit() {
    const frame = this.frame.getBoundingClientRect();
    if (!this.width || !frame.width) return;
    Object.assign(this, fitInto({ width: this.width, height: this.height }, frame));
    this.#draw();
  }

  /**
   * Zooms about a point of the frame; about its middle when none is given.
   * @param {number} factor @param {{x: number, y: number}} [point]
   */
  zoom(factor, point) {
    const box = this.frame.getBoundingClientRect();
    const about = point ?? { x: box.width / 2, y: box.height / 2 };
    Object.assign(this, zoomAbout({ x: this.x, y: this.y, scale: this.scale }, factor, about));
    this.#apply();
  }

  /**
   * Like `pan`, but at once.
   * @param {number} dx @param {number} dy in pixels of the frame
   */
  move(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#draw();
  }

  /** @param {number} dx @param {number} dy in pixels of the frame */
  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#apply();
  }

  /**
   * Moves an element of the plane into the frame if it is not in it.
   * @param {Element} element
   */
  reveal(element) {
    const box = element.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    const isInside =
      box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
    if (isInside) return;
    const isFar = box.width > frame.width || box.height > frame.height;
    this.pan(
      frame.left + frame.width / 2 - (box.left + box.width / 2),
      isFar ? frame.top + 64 - box.top : frame.top + frame.height / 2 - (box.top + box.height / 2),
    );
  }

  /** Shows the geometry with the next frame, however often it changes before. */
  #apply() {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    if (!this.plane) return;
    this.plane.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    const grid = 16 * this.scale * 2 ** Math.max(0, Math.ceil(-Math.log2(this.scale)));
    const paper = this.frame.parentElement;
    if (paper) {
      paper.style.backgroundSize = `${grid}px ${grid}px`;
      paper.style.backgroundPosition = `${this.x}px ${this.y}px`;
    }
    this.onChange(this.scale);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const box = this.frame.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey || (event.deltaX === 0 && Math.abs(event.deltaY) >= 50 && !event.shiftKey)) {
      const speed = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0015;
      this.zoom(Math.exp(-event.deltaY * unit * speed), { x: event.clientX - box.left, y: event.clientY - box.top });
    } else {
      this.pan(-(event.shiftKey ? event.deltaY : event.deltaX) * unit, -(event.shiftKey ? 0 : event.deltaY) * unit);
    }
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.pointerType === "mouse" && event.button > 1) return;
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    this.travelled += Math.hypot(now.x - last.x, now.y - last.y);
    if (this.pointers.size === 2) this.#pinch(event.pointerId, now);
    else if (this.travelled > CLICK_SLACK) {
      this.frame.setPointerCapture(event.pointerId);
      this.frame.classList.add("panning");
      this.pan(now.x - last.x, now.y - last.y);
    }
    this.pointers.set(event.pointerId, now);
  }

  /** @param {number} id @param {{x: number, y: number}} now */
  #pinch(id, now) {
    const other = [...this.pointers].find(([key]) => key !== id)?.[1];
    const last = this.pointers.get(id);
    if (!other || !last) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(now.x - other.x, now.y - other.y);
    const box = this.frame.getBoundingClientRect();
    if (before > 0) {
      this.zoom(after / before, { x: (now.x + other.x) / 2 - box.left, y: (now.y + other.y) / 2 - box.top });
    }
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (!this.pointers.delete(event.pointerId) || this.pointers.size > 0) return;
    this.frame.classList.remove("panning");
    if (event.type === "pointerup" && this.travelled <= CLICK_SLACK) this.onClick({ target: event.target });
  }
}

// Notes: Markdown on the canvas, moved like tables, edited where they are.
import { currentMarks, currentPlane, currentViewport } from "./diagram.js";
import { toHtml } from "./markdown.js";
import { canEdit, take } from "./steps.js";

/** @typedef {import("./marks.js").Note} Note */
/** @typedef {import("./geometry.js").Point} Point */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 240;

/** @param {string} id @param {Note | null} note @param {string} label */
function change(id, note, label) {
  take(label, { notes: { [id]: note } });
}

/** Draws the notes. */
export function drawNotes() {
  const layer = currentPlane()?.notes;
  if (!layer) return;
  layer.replaceChildren();
  for (const [id, note] of Object.entries(currentMarks().notes)) {
    const holder = document.createElementNS(SVG, "foreignObject");
    holder.dataset.note = id;
    const paper = document.createElement("div");
    paper.className = `canvas-note tint-${note.colour || "amber"}`;
    paper.innerHTML = toHtml(note.text);
    paper.tabIndex = 0;
    paper.setAttribute("role", "note");
    holder.append(paper);
    place(holder, note);
    layer.append(holder);
    holder.setAttribute("height", String(Math.max(40, paper.offsetHeight)));
  }
}

/** @param {Element} holder @param {Point & {width: number}} note */
function place(holder, { x, y, width }) {
  for (const [name, value] of Object.entries({ x, y, width })) holder.setAttribute(name, String(value));
}

/** Puts a new note in the middle of what is seen, and starts writing on it. */
export function addNote() {
  const view = currentViewport()?.view();
  if (!view || !canEdit()) return;
  const id = crypto.randomUUID();
  const [x, y] = [Math.round(view.x + view.width / 2 - WIDTH / 2), Math.round(view.y + view.height / 3)];
  change(id, { text: "", x, y, width: WIDTH, colour: "" }, "Add a note");
  write(id);
}

/** Makes a note a field to type in; leaving the field keeps what it says, an empty note goes. @param {string} id */
export function write(id) {
  const holder = document.querySelector(`foreignObject[data-note="${id}"]`);
  const note = currentMarks().notes[id];
  if (!holder || !note || !canEdit()) return;
  const field = document.createElement("textarea");
  field.className = "canvas-note-field";
  field.value = note.text;
  field.maxLength = 10_000;
  field.setAttribute("aria-label", "Note, in Markdown");
  holder.replaceChildren(field);
  holder.setAttribute("height", "140");
  field.focus();
  let isOver = false;
  const finish = () => {
    if (isOver) return;
    isOver = true;
    const text = field.value.trim();
    if (text === note.text && text) drawNotes();
    else change(id, text ? { ...note, text } : null, text ? "Write a note" : "Remove a note");
  };
  field.addEventListener("blur", finish);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) field.blur();
    event.stopPropagation();
  });
}

/**
 * The drag that starts on a note.
 * @param {Point} at @param {PointerEvent} event
 * @returns {import("./viewports.js").Gesture | null}
 */
export function startNote(at, event) {
  const holder = event.target instanceof Element && event.target.closest("foreignObject[data-note]");
  const id = holder instanceof SVGElement ? (holder.dataset.note ?? "") : "";
  const note = currentMarks().notes[id];
  if (!holder || !note || !canEdit()) return null;
  let moved = note;
  return {
    move(now) {
      moved = { ...note, x: Math.round(note.x + now.x - at.x), y: Math.round(note.y + now.y - at.y) };
      place(holder, moved);
    },
    end(_, __, isCancelled) {
      if (isCancelled) place(holder, note);
      else change(id, moved, "Move a note");
    },
  };
}

/** @param {Event} event @returns {string} the note that is meant, or "" */
function noteOf(event) {
  const holder = /** @type {Element} */ (event.target).closest("foreignObject[data-note]");
  return holder instanceof SVGElement ? (holder.dataset.note ?? "") : "";
}

/** Starts drawing notes and answering what is done to them. */
export function watchNotes() {
  for (const name of ["diagram-drawn", "marks-shown"]) document.addEventListener(name, drawNotes);
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-add-note]")) addNote();
  });
  const frame = document.getElementById("diagram");
  frame?.addEventListener("dblclick", (event) => write(noteOf(event)));
  frame?.addEventListener("keydown", (event) => {
    const id = noteOf(event);
    if (!id || event.target instanceof HTMLTextAreaElement) return;
    if (event.key !== "Enter" && event.key !== "Delete") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") write(id);
    else change(id, null, "Remove a note");
  });
}

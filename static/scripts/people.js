// Who else has the project open: names at the top, and on the canvas a frame around what each has selected. Pages tell
// each other through the project's events; nothing is kept on the server.
import { currentPlane, currentScene } from "./diagram.js";
import { Company, PAGE } from "./presences.js";
import { selectedId } from "./selection.js";

const SVG = "http://www.w3.org/2000/svg";
const REMINDER = 20_000; // milliseconds between two signs of life
const COLOURS = 6;

/** @typedef {import("./presences.js").Presence} Presence */

/** @param {number} person @returns {string} the class of their colour, the same on every page */
function colourOf(person) {
  return `person-${person % COLOURS}`;
}

/** @param {Presence[]} people */
function listPeople(people) {
  const list = document.getElementById("people");
  if (!list) return;
  list.hidden = people.length === 0;
  list.replaceChildren(
    ...people.map(({ person, name }) => {
      const item = document.createElement("li");
      item.className = `person ${colourOf(person)}`;
      item.title = `${name} is here`;
      item.textContent = name;
      return item;
    }),
  );
}

/** @param {Presence[]} people */
function frameTheirs(people) {
  for (const frame of document.querySelectorAll(".diagram .rh-theirs")) frame.remove();
  for (const { person, name, selected } of people) {
    const box = currentScene().cards.get(selected);
    if (!box || currentScene().hidden.has(selected)) continue;
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `rh-theirs ${colourOf(person)}`);
    const frame = document.createElementNS(SVG, "rect");
    const places = { x: box.x - 7, y: box.y - 7, width: box.width + 14, height: box.height + 14, rx: 10 };
    for (const [key, value] of Object.entries(places)) frame.setAttribute(key, String(value));
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", String(box.x + box.width));
    text.setAttribute("y", String(box.y - 12));
    text.setAttribute("text-anchor", "end");
    text.textContent = name;
    group.append(frame, text);
    currentPlane()?.marks.append(group);
  }
}

/** Starts telling and showing who is here. */
export function watchPeople() {
  const address = document.getElementById("main")?.dataset.presence;
  if (!address) return;
  const company = new Company(PAGE);
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["x-csrftoken"] ?? "";
  let told = "";
  const tell = (hasLeft = false) => {
    told = selectedId();
    const body = new URLSearchParams({ page: PAGE, selected: told, has_left: hasLeft ? "1" : "" });
    // A lost word is made good by the next sign of life.
    fetch(address, { method: "POST", headers: { "x-csrftoken": token }, body, keepalive: true }).catch(() => null);
  };
  const show = () => {
    company.forget(Date.now());
    listPeople(company.people());
    frameTheirs(company.people());
  };
  document.addEventListener("server-reached", () => tell());
  document.addEventListener("presence", (event) => {
    // Whoever comes is told at once who is here already.
    if (company.hear(/** @type {CustomEvent} */ (event).detail, Date.now())) tell();
    show();
  });
  document.addEventListener("htmx:after:settle", () => {
    if (selectedId() !== told) tell();
  });
  for (const event of ["cards-moved", "marks-shown", "diagram-drawn"]) {
    document.addEventListener(event, () => frameTheirs(company.people()));
  }
  setInterval(() => {
    tell();
    show();
  }, REMINDER);
  addEventListener("pagehide", () => tell(true));
}

// The list of everything: filtered as one types, folds remembered while the page lives.

/** Names of the groups a person has folded or unfolded, kept over swaps of the rail. @type {Map<string, boolean>} */
const folds = new Map();

/** Shows only what contains every word typed; groups without a hit are hidden. */
function filter() {
  const input = document.getElementById("rail-filter");
  if (!(input instanceof HTMLInputElement)) return;
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let all = 0;
  for (const group of document.querySelectorAll(".rail details[data-kind]")) {
    let hits = 0;
    for (const row of group.querySelectorAll("li")) {
      const name = `${row.dataset.name ?? ""} ${row.dataset.area ?? ""}`.toLowerCase();
      row.hidden = !words.every((word) => name.includes(word));
      if (!row.hidden) hits += 1;
    }
    for (const heading of group.querySelectorAll(".schema-name, .none")) {
      /** @type {HTMLElement} */ (heading).hidden = words.length > 0;
    }
    /** @type {HTMLElement} */ (group).hidden = words.length > 0 && hits === 0;
    if (words.length > 0 && hits > 0) group.setAttribute("open", "");
    all += hits;
  }
  const nothing = document.getElementById("rail-nothing");
  if (nothing) nothing.hidden = words.length === 0 || all > 0;
}

/** Puts groups back as the person left them after the server sent a new list. */
function restoreFolds() {
  for (const group of document.querySelectorAll(".rail details[data-kind]")) {
    const wasOpen = folds.get(group.getAttribute("data-kind") ?? "");
    if (wasOpen !== undefined) group.toggleAttribute("open", wasOpen);
  }
}

/** Starts watching the filter, the folds, and the arrow keys between the rows. */
export function watchRail() {
  document.addEventListener("input", (event) => {
    if (/** @type {Element} */ (event.target).id === "rail-filter") filter();
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const group = /** @type {Element} */ (event.target);
      if (group instanceof HTMLDetailsElement && group.dataset.kind) folds.set(group.dataset.kind, group.open);
    },
    true,
  );
  document.addEventListener("keydown", moveBetweenRows);
  document.addEventListener("htmx:after:settle", () => {
    restoreFolds();
    filter();
  });
}

/** @param {KeyboardEvent} event */
function moveBetweenRows(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const from = /** @type {Element} */ (event.target);
  if (!from.closest(".rail")) return;
  const stops = [...document.querySelectorAll("#rail-filter, #rail summary, #rail li > a")].filter(
    (stop) => stop instanceof HTMLElement && stop.offsetParent !== null,
  );
  const next = stops[stops.indexOf(from) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

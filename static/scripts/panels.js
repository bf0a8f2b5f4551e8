// The rail, inspector and drawer fold away; which ones are folded is kept in this browser.

const STORAGE_KEY = "rowhouse-folded";

/** @returns {Set<string>} names of the folded panels */
function readFolded() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]"));
  } catch {
    return new Set();
  }
}

/** @param {Set<string>} folded */
function show(folded) {
  for (const name of ["rail", "inspector"]) document.body.classList.toggle(`${name}-collapsed`, folded.has(name));
  for (const button of document.querySelectorAll("[data-fold]")) {
    button.setAttribute("aria-expanded", String(!folded.has(/** @type {HTMLElement} */ (button).dataset.fold ?? "")));
  }
}

/**
 * Opens a panel that is folded away.
 * @param {string} name
 */
export function unfold(name) {
  const folded = readFolded();
  if (!folded.delete(name)) return;
  localStorage.setItem(STORAGE_KEY, JSON.stringify([...folded]));
  show(folded);
}

/** Starts watching the buttons `[data-fold="name"]` and the drawer's tabs. */
export function watchPanels() {
  show(readFolded());
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-fold]");
    if (button instanceof HTMLElement) {
      const name = button.dataset.fold ?? "";
      const folded = readFolded();
      if (!folded.delete(name)) folded.add(name);
      localStorage.setItem(STORAGE_KEY, JSON.stringify([...folded]));
      show(folded);
    }
    const closer = target.closest("[data-close-drawer]");
    if (closer) closeDrawer();
  });
  document.addEventListener("htmx:after:swap", () => markDrawerTab());
}

/** Empties the drawer and takes it out of the address. */
function closeDrawer() {
  document.getElementById("drawer-body")?.replaceChildren();
  markDrawerTab();
  const address = new URL(location.href);
  address.searchParams.delete("drawer");
  history.replaceState(history.state, "", address);
}

/** Marks the tab whose content the drawer shows and keeps it in the address, which a reload then restores. */
function markDrawerTab() {
  const body = document.getElementById("drawer-body");
  const shown = body?.querySelector("[data-drawer]")?.getAttribute("data-drawer") ?? "";
  body?.closest(".drawer")?.classList.toggle("closed", shown === "");
  for (const tab of document.querySelectorAll(".drawer-tabs a[data-tab]")) {
    if (tab.getAttribute("data-tab") === shown) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  const address = new URL(location.href);
  if (shown === "" || address.searchParams.get("drawer") === shown) return;
  address.searchParams.set("drawer", shown);
  history.replaceState(history.state, "", address);
}

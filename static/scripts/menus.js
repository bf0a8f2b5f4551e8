// Menus are <details class="menu">; this closes them on Escape, on a click elsewhere and after a choice.

/** @param {Element | null} except a menu to leave as it is */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.removeAttribute("open");
  }
}

/** Starts watching the page's menus. */
export function watchMenus() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const isChoice = target.closest(".menu-list a, .menu-list button:not([data-theme-choice])");
    closeMenus(isChoice ? null : target.closest("details.menu"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    event.stopPropagation();
    closeMenus(null);
    menu.querySelector("summary")?.focus();
  });
}

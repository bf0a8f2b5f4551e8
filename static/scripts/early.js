// Runs before anything is painted, so that a dark page never flashes light. Kept apart from the modules, which run later.
(() => {
  const choice = localStorage.getItem("rowhouse-theme") ?? "system";
  const isDark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.bsTheme = isDark ? "dark" : "light";
})();

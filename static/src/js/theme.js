// Runs before the first paint: the chosen theme, and the sign that scripts work.
const root = document.documentElement;
root.classList.remove("no-js");
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the device's own theme is right then.
}

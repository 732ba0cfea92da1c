// Runs before the first paint: says that scripts run, for styles that hide what a script can show again, and applies the
// reader's choice of light or dark, so that there is no flash of the other.
document.documentElement.classList.add("js");
try {
  const chosen = localStorage.getItem("appearance");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.appearance = chosen;
} catch {
  // No storage, no memory of the choice.
}

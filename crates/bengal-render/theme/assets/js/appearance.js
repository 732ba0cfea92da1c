// Runs before the first paint, so that a reader who chose light or dark sees no flash of the other.
try {
  const chosen = localStorage.getItem("appearance");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.appearance = chosen;
} catch {
  // No storage, no memory of the choice.
}

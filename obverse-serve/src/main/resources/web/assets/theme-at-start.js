"use strict";
/* Runs before anything is painted, so that the other theme never flashes. */
try {
  const kept = localStorage.getItem("obverse.theme");
  if (kept === "light" || kept === "dark") {
    document.documentElement.dataset.theme = kept;
  }
} catch {
  /* A browser that keeps nothing follows the system. */
}

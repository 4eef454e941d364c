// Everything works without this file; it only makes some things quicker.
(() => {
  // The first thing to read after a refused form is what has to be corrected.
  document.querySelector(".error-summary")?.focus();

  // On a phone the current tab may be outside the strip.
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // "Select all" ticks the rows of its own form.
  for (const all of document.querySelectorAll("input[data-select-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.selectAll}"]`)) {
        box.checked = all.checked;
      }
    });
  }
})();

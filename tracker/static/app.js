// Everything works without this file; it only makes some things quicker.
(() => {
  const prepare = (root) => {
    // The first thing to read after a refused form is what has to be corrected.
    root.querySelector(".error-summary")?.focus();

    // On a phone the current tab may be outside the strip.
    const tab = root.querySelector(".tabs [aria-current]");
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

    // A field's text into the clipboard, where the browser allows it.
    for (const copy of navigator.clipboard ? root.querySelectorAll("button[data-copy]") : []) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        const field = document.getElementById(copy.dataset.copy);
        field.select();
        await navigator.clipboard.writeText(field.value);
        copy.querySelector("span").textContent = copy.dataset.done;
      });
    }

    // "Select all" ticks the rows of its own form.
    for (const all of root.querySelectorAll("input[data-select-all]")) {
      all.hidden = false;
      all.addEventListener("change", () => {
        for (const box of all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.selectAll}"]`)) {
          box.checked = all.checked;
        }
      });
    }
  };
  prepare(document);

  // Pages made for paper: the button stands there only where it can do something.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  if (!window.htmx) return;

  // Forms of a list (and links that only open one) are sent in the background; the page stays where it is, and only
  // what has changed is drawn anew.
  const quicken = () => {
    for (const one of document.querySelectorAll("[data-partial] form[method=post], [data-partial] a[data-quick]")) {
      one.setAttribute("hx-boost", "true");
      window.htmx.process(one);
    }
  };
  quicken();
  let read = 0; // how far the plan's text was scrolled
  document.addEventListener("htmx:beforeSwap", () => {
    read = document.querySelector(".doc")?.scrollTop ?? 0;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const text = event.target.querySelector?.(".doc");
    if (!text) return; // a part without lists: nothing to prepare, and the reader stays where they are
    text.scrollTop = read;
    prepare(event.target);
    quicken();
  });
})();

// The review of a plan: text and tasks light up together, keys, a task from selected words. The page works without it.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = window.matchMedia("(max-width: 45rem)");
  const motion = () => (calm.matches ? "auto" : "smooth");
  const dialog = one("#phim");
  let current = ""; // the id of the chosen task
  let byKey = false; // the last action came from the keyboard
  let active = Date.now(); // when somebody last did something here

  // ---- text and tasks ----

  const items = () => all(".review li.item").filter((item) => item.offsetParent !== null);
  const chosen = () => (current ? document.getElementById(current) : null);
  const partners = (key, selector) => (key ? all(`${selector}[data-mark="${key}"]`) : []);

  const light = (item) => {
    for (const old of all(".review .is-current")) old.classList.remove("is-current");
    if (!item) return;
    current = item.id;
    item.classList.add("is-current");
    for (const mark of partners(item.dataset.mark, "mark")) mark.classList.add("is-current");
  };

  const showInText = (item) => {
    const mark = partners(item.dataset.mark, "mark")[0];
    const text = mark?.closest(".doc");
    if (!text || text.scrollHeight <= text.clientHeight) return;
    const place = mark.getBoundingClientRect();
    const frame = text.getBoundingClientRect();
    if (place.top >= frame.top && place.bottom <= frame.bottom) return;
    const top = text.scrollTop + place.top - frame.top - frame.height / 3;
    text.scrollTo({ top, behavior: motion() });
  };

  const choose = (item, { focus = true, scroll = true } = {}) => {
    if (!item) return;
    light(item);
    showInText(item);
    if (focus) item.focus({ preventScroll: true });
    if (scroll) {
      const place = item.getBoundingClientRect();
      const dock = one(".dock")?.getBoundingClientRect().height ?? 0;
      const whole = place.height < window.innerHeight - dock;
      const visible = place.top >= 0 && place.bottom <= window.innerHeight - dock;
      if (!visible) item.scrollIntoView({ block: whole ? "center" : "start", behavior: motion() });
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('.review a[href^="#"], [data-next]');
    if (!link || narrow.matches) return; // on a phone the addresses switch between text and tasks
    const target = document.getElementById(link.getAttribute("href").slice(1));
    const mark = link.closest(".item") && target?.closest("mark");
    const item = mark ? link.closest(".item") : target?.closest("li.item");
    if (!item) return;
    event.preventDefault();
    window.history.replaceState(null, "", link.getAttribute("href"));
    if (mark) {
      choose(item, { focus: false, scroll: false });
      one("a", mark)?.focus({ preventScroll: true });
    } else {
      choose(item);
    }
  });

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(".review li.item");
    if (item && item.id !== current) choose(item, { focus: false, scroll: false });
    const mark = event.target.closest(".doc mark");
    if (mark) light(partners(mark.dataset.mark, "li.item")[0]);
  });

  // ---- keys ----

  const KEPT = "sansang-single-keys";
  const stored = () => {
    try {
      return window.localStorage.getItem(KEPT);
    } catch {
      return null; // storage is closed to us: the keys stay on
    }
  };
  const on = one("#phim-bat");
  if (on) {
    on.checked = stored() !== "off";
    on.addEventListener("change", () => {
      try {
        window.localStorage.setItem(KEPT, on.checked ? "on" : "off");
      } catch {
        // as above
      }
    });
  }

  const step = (by) => {
    const list = items();
    const at = list.findIndex((item) => item.id === current);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1);
    choose(list[next]);
  };
  const press = (key) => {
    byKey = true;
    one(`.item__act [data-key="${key}"], a[data-key="${key}"]`, chosen() ?? document.createElement("i"))?.click();
  };
  const jump = () => {
    const mark = document.activeElement?.closest?.(".doc mark");
    if (mark) return choose(partners(mark.dataset.mark, "li.item")[0]);
    const item = chosen();
    if (item) showInText(item);
    one("a", partners(item?.dataset.mark, "mark")[0] ?? document.createElement("i"))?.focus({ preventScroll: !narrow.matches });
  };
  const help = () => (dialog?.open ? dialog.close() : dialog?.showModal());
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("a"),
    e: () => press("e"),
    x: () => press("x"),
    s: () => press("s"),
    m: () => press("m"),
    g: jump,
    n: () => one("[data-selected]:not([hidden])")?.click(),
    u: () => one("[data-undo]")?.click(),
  };
  const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    active = Date.now();
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (event.key === "Escape" && !dialog?.open) {
      const item = target.closest(".item, .add");
      if (item) one('[data-key="cancel"]', item)?.click();
      return;
    }
    if (typing(target) || (dialog?.open && event.key !== "?")) return;
    if (target.matches("li.item")) {
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) {
        event.preventDefault();
        step(moves[event.key]);
        return;
      }
      if (event.key === "Enter") {
        event.preventDefault();
        press("e");
        return;
      }
    }
    if (on && !on.checked) return;
    if (event.key === "?") {
      event.preventDefault();
      help();
      return;
    }
    const action = KEYS[event.key.toLowerCase()];
    if (!action || event.shiftKey) return;
    event.preventDefault();
    action();
  });

  document.addEventListener("click", (event) => {
    active = Date.now();
    if (event.isTrusted) byKey = false;
    if (event.target.closest("[data-keys]")) help();
  });

  // ---- a task from selected words ----

  const MOST = 2000; // characters: a task, not a section
  const selected = () => {
    const selection = window.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const start = range?.startContainer;
    const element = start?.nodeType === Node.TEXT_NODE ? start.parentElement : start;
    if (!range || range.collapsed || !element?.closest?.(".doc")) return null;
    const copy = range.cloneContents();
    for (const aside of all(".src__no, .src__add, summary", copy)) aside.remove();
    for (const line of all("p, h3, h4", copy)) line.append(" ");
    const words = copy.textContent.replace(/\s+/g, " ").trim();
    const line = element.closest('[id^="l"]')?.id.slice(1);
    return words.length > 2 && words.length <= MOST && line ? { words, line } : null;
  };
  let picked = null;
  document.addEventListener("selectionchange", () => {
    const now = selected();
    const button = one("[data-selected]");
    if (!button || (!now && button === document.activeElement)) return;
    picked = now;
    button.hidden = !now;
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-selected]")) event.preventDefault(); // keeps the selection
  });
  document.addEventListener("click", (event) => {
    const box = one("#them");
    if (!event.target.closest("[data-selected]") || !picked || !box) return;
    const { words, line } = picked;
    const form = one("form", box);
    const title = words.replace(/^[-–•+*\s]+|[\s;,:]+$/g, "");
    form.elements.title.value = title.charAt(0).toUpperCase() + title.slice(1);
    form.elements.line.value = line;
    form.elements.quote.value = words;
    const quote = one(".add__quote", box);
    quote.hidden = false;
    one("q", quote).textContent = words;
    box.open = true;
    if (narrow.matches) window.location.hash = "them";
    box.scrollIntoView({ block: "start", behavior: motion() });
    form.elements.title.focus({ preventScroll: true });
  });

  // ---- after each drawing, and news from others ----

  const settle = (root, first) => {
    for (const button of all("[data-keys]", root)) button.hidden = false;
    const here = one("[data-here]", root) ?? (first && window.location.hash ? one(window.location.hash, root)?.closest("li.item") : null);
    if (one(".error-summary", root)) return light(here ?? chosen());
    if (first && !here) return;
    const field = here && one(".item__act textarea, .item__act input:not([type=hidden])", here);
    const target = here ?? chosen() ?? null;
    if (target) choose(target, { focus: !field && !first, scroll: byKey || Boolean(field) });
    field?.focus({ preventScroll: true });
  };
  if (/^#[\w-]+$/.test(window.location.hash) || one("[data-here]")) settle(document, true);
  else for (const button of all("[data-keys]")) button.hidden = false;

  document.addEventListener("htmx:afterSettle", (event) => {
    if (one(".review", event.target)) settle(event.target, false);
  });
  const QUIET = 10 * 60 * 1000; // milliseconds: an empty chair asks for no news, so that its session can end
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target;
    if (!form.closest?.("#tin") || !form.elements) return;
    if (document.hidden || Date.now() - active > QUIET) event.preventDefault();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.closest?.("#tin") && event.detail.parameters.told !== undefined) {
      event.detail.parameters.open = one("form[data-open]")?.dataset.open ?? "";
    }
  });
})();

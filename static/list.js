// The list of contacts beyond links and forms: what is ticked, keys, and where the focus stays.
(() => {
  "use strict";

  const list = document.getElementById("list");
  const search = document.getElementById("list-q");
  const ticks = () => [...list.querySelectorAll(".tick")];
  const facts = () => document.getElementById("list-facts").dataset;

  // --- what is ticked stays so from page to page, as long as the filter is the same
  let kept = new Set();
  // Where all that match are meant, those that are unticked are left out.
  let everything = Boolean(document.getElementById("bulk")?.elements.filter?.checked);
  let left = new Set();
  let filter = facts().filter;
  let last = null;

  const isTicked = (box) => (everything ? !left.has(box.value) : kept.has(box.value));

  function note(tick) {
    const named = everything ? left : kept;
    if (tick.checked === everything) named.delete(tick.value);
    else named.add(tick.value);
  }

  function show() {
    const form = document.getElementById("bulk");
    if (!form) return;
    const boxes = ticks();
    for (const box of boxes) box.closest("tr").classList.toggle("is-ticked", box.checked);
    sayWhom(form);
    const page = document.getElementById("tick-page");
    const here = boxes.filter((box) => box.checked).length;
    page.checked = here === boxes.length;
    page.indeterminate = here > 0 && here < boxes.length;
    for (const old of form.querySelectorAll("[data-elsewhere]")) old.remove();
    for (const pk of kept) {
      if (everything || boxes.some((box) => box.value === pk)) continue;
      const elsewhere = Object.assign(document.createElement("input"), { type: "hidden", name: "pk", value: pk });
      elsewhere.dataset.elsewhere = "";
      form.append(elsewhere);
    }
    const output = form.querySelector("output");
    const text = kept.size === 1 ? output.dataset.one : output.dataset.many.replace("#", kept.size);
    const but = left.size ? output.dataset.but.replace("#", left.size) : "";
    output.value = everything ? but : text;
    form.classList.toggle("is-on", everything || kept.size > 0);
    form.closest(".list-bar").classList.toggle("has-ticks", everything || kept.size > 0);
  }

  function sayWhom(form) {
    const { filter: all, count } = form.elements;
    if (!all) return;
    const without = left.size ? `without=${[...left].join(",")}` : "";
    all.checked = everything;
    all.value = [filter, without].filter(Boolean).join("&");
    count.value = count.dataset.total && count.dataset.total - left.size;
  }

  function tickTo(box) {
    const boxes = ticks();
    const from = boxes.findIndex((one) => one === last);
    const to = boxes.indexOf(box);
    const range = from < 0 ? [box] : boxes.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of range) {
      one.checked = true;
      note(one);
    }
    last = box;
    show();
  }

  list.addEventListener("click", (event) => {
    if (event.target.matches(".tick") && event.shiftKey && last && event.target.checked) tickTo(event.target);
    if (event.target.closest(".bulk-clear")) {
      clear();
      search.focus();
    }
  });

  list.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches(".tick")) {
      note(box);
      last = box;
    } else if (box.id === "tick-page") {
      for (const one of ticks()) {
        one.checked = box.checked;
        note(one);
      }
    } else if (box.name === "filter") {
      everything = box.checked;
      left = new Set();
      for (const one of ticks()) one.checked = isTicked(one);
    } else return;
    show();
  });

  function clear() {
    kept = new Set();
    left = new Set();
    everything = false;
    last = null;
    for (const box of ticks()) box.checked = false;
    show();
  }

  // --- keys: j and k go from row to row, x ticks, Shift+x ticks all from the last one on; Enter opens, as with any link
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keyboard === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open], details.menu[open]")) return;
    const rows = [...list.querySelectorAll("tbody tr")];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const there = rows[at < 0 ? 0 : Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), rows.length - 1)];
      there?.querySelector(".row-link").focus();
    } else if (key === "x" && at >= 0) {
      const box = rows[at].querySelector(".tick");
      if (!box) return;
      if (event.shiftKey) tickTo(box);
      else box.click();
    } else return;
    event.preventDefault();
  });

  // --- after a part of the page was replaced: ticks and focus are where they were
  let wanted = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    wanted = event.target.closest("[data-focus]")?.dataset.focus || "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== list) return;
    if (facts().filter !== filter) {
      [kept, left] = [new Set(), new Set()];
      everything = false;
    }
    filter = facts().filter;
    last = null;
    for (const box of ticks()) box.checked = isTicked(box);
    show();
    if (document.activeElement !== search) search.value = facts().q;
    if (wanted && !list.contains(document.activeElement) && document.activeElement !== search) {
      (document.getElementById(wanted) || document.getElementById("main")).focus();
    }
    wanted = "";
  });

  // Settling, htmx gives what has an id the attributes that it came with: the bar would be gone.
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target === list) show(); });

  // --- the order of the columns, without sending the form for each step
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".columns button");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    if (button.name === "up") item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    button.focus();
  });

  // A page that comes back from the browser's memory may hold ticks.
  for (const box of ticks()) note(box);
  show();
})();

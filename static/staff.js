// What every page of the staff does beside htmx. Each part works on what it finds, and the pages work without it.
(() => {
  "use strict";

  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const go = (selector) => document.querySelector(selector)?.click();

  // --- menus: one is open at a time, and it closes by Escape or by a click elsewhere
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // --- shortcuts: an element names its own in data-shortcut; "g c" is two keys, one after the other
  let before = "";
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (document.body.dataset.keyboard === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const keys = before ? `${before} ${event.key}` : event.key;
    before = event.key === "g" ? "g" : "";
    if (keys === "?") return document.getElementById("shortcuts")?.showModal();
    if (keys === "z") return go("#messages .message:last-child [formaction]");
    if (keys === "g c") return go('.side-place[href$="/contacts/"]');
    if (keys === "g o") return go(".brand");
    const wanted = document.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input, select, textarea")) wanted.focus();
    else wanted.click();
  });

  // --- messages stay until they are dismissed; the way back leads to where one is by then, which scripts may have changed
  const offerDismissal = () => { for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false; };
  offerDismissal();
  document.addEventListener("htmx:oobAfterSwap", offerDismissal);
  document.addEventListener("click", (event) => {
    const message = event.target.closest("[data-dismiss]")?.closest(".message");
    if (!message) return;
    message.remove();
    document.getElementById("main")?.focus();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "way-back") event.target.elements.next.value = location.pathname + location.search;
  });

  // --- copying: <button data-copy="text">
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const announced = document.createElement("span");
    announced.className = "visually-hidden";
    announced.setAttribute("role", "status");
    announced.textContent = button.dataset.copied || "✓";
    button.append(announced);
    button.classList.add("is-copied");
    setTimeout(() => { announced.remove(); button.classList.remove("is-copied"); }, 1500);
  });

  // --- forms that submit themselves when a choice is made: <form data-submits>
  document.addEventListener("change", (event) => event.target.closest("form[data-submits]")?.requestSubmit());

  // --- forms that hold what was typed: <form data-guard>, which is "dirty" until it is sent or taken away
  const guard = (form, state) => { if (form?.matches("[data-guard]")) form.dataset.guard = state; };
  document.addEventListener("input", (event) => guard(event.target.form, "dirty"));
  document.addEventListener("submit", (event) => guard(event.target, ""));
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-guard=dirty]")) event.preventDefault(); });
})();

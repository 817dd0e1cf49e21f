// The search beside every page: arrows lead through what it suggests, Escape closes it.
(() => {
  "use strict";

  const search = document.getElementById("global-search");
  const box = document.getElementById("suggestions");
  if (!search || !box) return;

  const close = () => { box.replaceChildren(); };

  search.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.hasChildNodes()) {
      event.preventDefault();
      close();
      search.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [search, ...box.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  });
  document.addEventListener("click", (event) => { if (!search.form.contains(event.target)) close(); });
  search.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !search.form.contains(event.relatedTarget)) close();
  });
})();

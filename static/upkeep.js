// Ticks in the lists of the trash and of the tags: all at once, a range with Shift, and how many they are.
(() => {
  "use strict";

  document.documentElement.classList.add("has-script");
  for (const form of document.querySelectorAll("form[data-ticks]")) {
    const ticks = [...form.querySelectorAll("input[name=pk]")];
    const all = form.querySelector("[data-tick-all]");
    let last = null;
    const count = () => {
      const number = ticks.filter((tick) => tick.checked).length;
      for (const place of form.querySelectorAll("[data-ticked]")) place.textContent = number ? `(${number})` : "";
      if (all) { all.checked = number === ticks.length; all.indeterminate = number > 0 && number < ticks.length; }
    };
    all?.addEventListener("change", () => { for (const tick of ticks) tick.checked = all.checked; count(); });
    form.addEventListener("click", (event) => {
      const at = ticks.indexOf(event.target);
      if (at < 0) return;
      if (event.shiftKey && last !== null) {
        for (const tick of ticks.slice(Math.min(at, last), Math.max(at, last) + 1)) tick.checked = event.target.checked;
      }
      last = at;
      count();
    });
    addEventListener("pageshow", count);
  }

  // --- the names of tags while typing
  for (const input of document.querySelectorAll("input[data-names]")) {
    let asked = 0;
    let waiting;
    input.addEventListener("input", (event) => {
      if (!event.inputType) return;
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const turn = ++asked;
        const answer = await fetch(`${input.dataset.names}?q=${encodeURIComponent(input.value.trim())}`);
        if (answer.ok && turn === asked) input.list.innerHTML = await answer.text();
      }, 150);
    });
  }
})();

// Bulk edits: who types a value means to set it; who chooses otherwise takes it out.
(() => {
  "use strict";

  const parts = (target) => {
    const line = target.closest(".bulk-line");
    return line && { how: line.querySelector("select[name$='-how']"), value: line.querySelector(".bulk-value :is(input, select)") };
  };

  document.addEventListener("input", (event) => {
    const line = parts(event.target);
    if (!line) return;
    if (event.target === line.value) line.how.value = line.value.value ? "set" : "";
    else if (line.how.value !== "set") line.value.value = "";
    else line.value.focus();
  });
})();

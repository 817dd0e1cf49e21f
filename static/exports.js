// The export dialog: columns move under the hand, without a trip to the server.
(() => {
  "use strict";

  const list = document.querySelector("[data-columns]");
  if (!list) return;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=arrange]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const up = button.value.startsWith("up:");
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    button.focus();
  });
})();

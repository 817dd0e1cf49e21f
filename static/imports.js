// The import wizard: files dropped onto the page, and forms that are sent once.
(() => {
  "use strict";

  const place = document.querySelector("[data-drop]");
  if (place) {
    const input = place.querySelector("input[type=file]");
    for (const kind of ["dragenter", "dragover"]) {
      place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("is-over"); });
    }
    for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }

  // The server runs an import once however often it is asked; the second press is spared all the same.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-once]")) return;
    for (const button of event.target.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });
})();

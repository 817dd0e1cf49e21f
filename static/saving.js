// Saving by key, and going on in the same place where one saves and stays.
(() => {
  "use strict";

  const form = document.querySelector("form[data-edit]");
  if (!form) return;
  const stay = form.querySelector("[name=then][value=stay]");
  const kept = "contact-form-place";

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(stay);
  });

  // A button that is clicked takes the focus: the field that had it before is the place.
  let place = "";
  const note = (element) => { if (element?.form === form && element.matches("input, select, textarea")) place = element.id; };
  note(document.activeElement);
  form.addEventListener("focusin", (event) => note(event.target));
  form.addEventListener("submit", (event) => { if (stay && event.submitter === stay) sessionStorage.setItem(kept, place); });

  const field = document.getElementById(sessionStorage.getItem(kept) || "");
  sessionStorage.removeItem(kept);
  if (field && !form.querySelector(".error-summary, [autofocus]")) field.focus();
})();

// What the page of a contact does beside htmx: Escape leaves a form that was opened in place, and what the server
// refuses for good is shown as the page that it is.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const cancel = event.target.closest("form[data-inline]")?.querySelector("[data-cancel]");
    if (!cancel) return;
    event.preventDefault();
    cancel.click();
  });

  // Names of tags are looked for by what is typed as a new one.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "new-tag") event.detail.parameters.q = event.target.value;
  });

  // What is typed into a form that is open in place is not swept away by what changes around it.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.target.querySelector("form[data-inline]")) event.preventDefault();
  });

  // After a refusal the first thing to mend has the focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    event.target.querySelector?.(".error-summary")?.focus();
  });

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.requestConfig.verb === "get") location.assign(event.detail.pathInfo.requestPath);
    else location.reload();
  });
})();

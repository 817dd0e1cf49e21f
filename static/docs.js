"use strict";

const documentation = document.getElementById("documentation");

window.SwaggerUIBundle({
  domNode: documentation,
  url: documentation.dataset.schema,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  // Nobody else is asked whether the schema is valid.
  validatorUrl: null,
});

// validatorUrl: by default the description would be sent to a foreign server to be checked
SwaggerUIBundle({
  dom_id: "#docs",
  url: document.getElementById("docs").dataset.description,
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});

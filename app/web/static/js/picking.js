// A day is typed as 2020-11-01, as it stands everywhere on the pages; a button beside it opens the browser's calendar.

export function offerPicking(within = document) {
  if (!("showPicker" in HTMLInputElement.prototype)) {
    return;
  }
  for (const field of within.querySelectorAll("input[data-day]")) {
    const picker = document.createElement("input");
    picker.type = "date";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "▾";
    button.setAttribute("aria-label", "从日历选择");
    const frame = document.createElement("span");
    frame.className = "pickable";
    field.replaceWith(frame);
    frame.append(field, picker, button);
    button.addEventListener("click", () => {
      picker.value = field.value;
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      field.value = picker.value || field.value;
      if ("submits" in field.dataset) {
        field.form.requestSubmit();
      }
    });
  }
}

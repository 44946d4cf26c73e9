// Choices that narrow a page act as soon as they are made. A date does so once it is whole and the field is left or
// Enter is pressed: while it is typed digit by digit it passes through years nobody means.

export function submitOnChange(within = document) {
  for (const field of within.querySelectorAll("select[data-submits]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }
  for (const field of within.querySelectorAll("input[data-submits]")) {
    const before = field.value;
    field.addEventListener("blur", () => {
      if (field.value && field.value !== before) {
        field.form.requestSubmit();
      }
    });
  }
}

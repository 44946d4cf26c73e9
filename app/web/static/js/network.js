// In the drafting network: whom one points at or reaches by keyboard stands out with those it drafts with.

function highlight(drawing, body) {
  const near = new Set(body ? [body] : []);
  for (const edge of drawing.querySelectorAll(".edge")) {
    const of = edge.dataset.of.split(" ");
    const touches = Boolean(body) && of.includes(body);
    edge.classList.toggle("near", touches);
    if (touches) of.forEach((each) => near.add(each));
  }
  for (const node of drawing.querySelectorAll("[data-body]")) {
    node.classList.toggle("near", near.has(node.dataset.body));
  }
  drawing.classList.toggle("pointing", Boolean(body));
}

export function highlightNetwork() {
  const drawing = document.querySelector("[data-network]");
  if (!drawing) return;
  for (const node of drawing.querySelectorAll(".node")) {
    for (const begins of ["pointerenter", "focus"]) node.addEventListener(begins, () => highlight(drawing, node.dataset.body));
    for (const ends of ["pointerleave", "blur"]) node.addEventListener(ends, () => highlight(drawing, null));
  }
}

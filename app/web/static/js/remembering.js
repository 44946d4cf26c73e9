// What a person searched for stays in this browser alone; it is offered again on an empty search, and cleared by a click.

const KEY = "biaolian.searches";
const MOST = 8;

export function rememberSearches() {
  document.addEventListener("submit", (event) => {
    const text = event.target.matches("form[data-remembered]") ? event.target.elements.q.value.trim() : "";
    if (text) {
      keep([text, ...kept().filter((each) => each !== text)].slice(0, MOST));
    }
  });
  for (const place of document.querySelectorAll("[data-recent]")) {
    offer(place);
  }
}

function offer(place) {
  const texts = kept();
  place.hidden = texts.length === 0;
  const links = texts.map((text) => {
    const link = document.createElement("a");
    link.href = `${place.dataset.recent}?${new URLSearchParams({ q: text })}`;
    link.textContent = text;
    return link;
  });
  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = "清除记录";
  clear.addEventListener("click", () => {
    keep([]);
    offer(place);
  });
  place.querySelector("[data-recent-list]").replaceChildren(...links, clear);
}

function kept() {
  try {
    const texts = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(texts) ? texts.filter((text) => typeof text === "string") : [];
  } catch {
    return [];
  }
}

function keep(texts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(texts));
  } catch {
    // a browser that keeps nothing is one in which nothing is remembered
  }
}

// The original beside what was read: a value lights up its place, a place leads to its value.
//
// Both carry the same data-mark. On a phone the parts of the page are tabs ([data-part-tab]).
const page = () => document.getElementById("resume-page");
const scroller = () => document.querySelector("[data-original-scroll]");
const withMark = (id, within) => [...within.querySelectorAll(`[data-mark="${CSS.escape(id)}"]`)];
const HOVER_MILLISECONDS = 120;
let waiting = 0;

/** Light up a place and, when it was chosen in the original, every value that was read there. */
function light(id, isFromOriginal = false) {
  for (const element of document.querySelectorAll(".is-lit")) element.classList.remove("is-lit");
  const within = isFromOriginal ? document : document.querySelector("[data-original]");
  if (id && within) for (const element of withMark(id, within)) element.classList.add("is-lit");
}

const isInOriginal = (element) => Boolean(element.closest("[data-original]"));

/** Scroll the original, and only it, until the place of a value can be seen. */
function bringIntoView(id) {
  const pane = scroller();
  const mark = pane && withMark(id, pane)[0];
  if (!mark || !pane.clientHeight) return;
  const place = mark.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (place.top < frame.top || place.bottom > frame.bottom) pane.scrollTop += place.top - frame.top - frame.height / 3;
  if (place.left < frame.left || place.left > frame.right) pane.scrollLeft += place.left - frame.left - frame.width / 4;
}

function lightFocused() {
  const focused = document.activeElement?.closest?.("[data-mark]");
  light(focused?.dataset.mark, focused && isInOriginal(focused));
}

document.addEventListener("pointerover", (event) => {
  const marked = event.target.closest?.("[data-mark]");
  if (!marked || event.pointerType === "touch") return;
  light(marked.dataset.mark, isInOriginal(marked));
  clearTimeout(waiting);
  if (!isInOriginal(marked)) waiting = setTimeout(bringIntoView, HOVER_MILLISECONDS, marked.dataset.mark);
});
document.addEventListener("pointerout", (event) => {
  if (!event.target.closest?.("[data-mark]")) return;
  clearTimeout(waiting);
  lightFocused();
});
document.addEventListener("focusin", (event) => {
  const marked = event.target.closest?.("[data-mark]");
  if (!marked) return;
  light(marked.dataset.mark, isInOriginal(marked));
  if (!isInOriginal(marked)) bringIntoView(marked.dataset.mark);
});
document.addEventListener("focusout", (event) => event.target.closest?.("[data-mark]") && light(""));

/** From a place to what was read there; again from the same place: to the next value. */
function follow(link) {
  const read = document.querySelector(".part-read");
  const values = withMark(link.dataset.mark, read);
  if (!values.length) return false;
  const last = values.findIndex((value) => value.id === link.dataset.last);
  const next = values[(last + 1) % values.length];
  link.dataset.last = next.id;
  show("read");
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
  light(link.dataset.mark, true);
  return true;
}

function show(part) {
  const holder = page();
  if (!holder) return;
  holder.dataset.part = part;
  for (const tab of holder.querySelectorAll("[data-part-tab]")) {
    if (tab.dataset.partTab === part) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

/** The tabs stay where they stick; a part that was scrolled past begins at its beginning. */
function keepInView(tabs, part) {
  const shown = page().querySelector(`.part-${part}`);
  if (shown.getBoundingClientRect().top < tabs.getBoundingClientRect().bottom) shown.scrollIntoView();
}

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-original] a[data-mark]");
  if (place && follow(place)) return event.preventDefault();
  const tab = event.target.closest("[data-part-tab]");
  if (tab) {
    event.preventDefault();
    show(tab.dataset.partTab);
    keepInView(tab.parentElement, tab.dataset.partTab);
  }
  const zoom = event.target.closest("[data-zoom]");
  if (zoom) {
    const isLarger = scroller().classList.toggle("is-larger");
    zoom.setAttribute("aria-pressed", String(isLarger));
  }
});

// The places of the original are one stop for the Tab key; the arrows lead from one to the next.
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-original] a[data-mark]");
  const step = STEPS[event.key];
  if (!place || !step) return;
  const places = [...scroller().querySelectorAll("a[data-mark]")];
  const next = places[places.indexOf(place) + step];
  event.preventDefault();
  if (!next) return;
  place.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus({ preventScroll: true });
  bringIntoView(next.dataset.mark);
});

function settle() {
  scroller()?.querySelectorAll("a[data-mark]").forEach((place, number) => {
    place.setAttribute("tabindex", number ? "-1" : "0");
  });
}
document.addEventListener("htmx:after:swap", settle);
settle();

// The board: drag a card, pick it up with the keyboard, or use its Move menu. It moves at once and goes
// back if the server says no.
//
//   <div data-board data-sortable="{% static 'vendor/sortable/sortable.js' %}">
//     <ol class="board-list" data-column="applied" data-column-name="Applied">
//       <li class="board-card" data-card id="card-…" data-move-url="/applications/…/move?seen=SAVED">
//
// Contract: POST data-move-url with `to` (the column) and `after` (id of the card it follows, or "").
// 2xx: moved (`Board-Status` says what it is now; an HTML answer may carry a toast); 4xx: refused,
// [data-error-sentence] says why, [data-conflict] what was done elsewhere and what can be done about it.
import { announce, phrase, post, toast } from "./dom.js";

const place = (card) => ({ parent: card.parentElement, next: card.nextElementSibling });
const cardsOf = (column) => [...column.querySelectorAll("[data-card]")];
const columnOf = (card) => card.closest("[data-column]");
const board = () => document.querySelector("[data-board]");
const say = (name, words) => announce(Object.entries(words).reduce((s, [k, v]) => s.replace(`{${k}}`, v), board()?.dataset[name] || ""));
const nameOf = (card) => card.querySelector("a")?.textContent.trim() || "";

function count() {
  for (const column of document.querySelectorAll("[data-column]")) {
    const label = document.querySelector(`[data-count-of="${column.dataset.column}"]`);
    const option = document.querySelector(`[data-board-switch] option[value="${column.dataset.column}"]`);
    if (option && !label?.hasAttribute("data-count-fixed")) {
      option.textContent = `${column.dataset.columnName} (${cardsOf(column).length})`;
    }
    if (label && !label.hasAttribute("data-count-fixed")) label.textContent = cardsOf(column).length;
  }
}

function putBack(card, before) {
  if (before.next?.isConnected) before.next.before(card);
  else before.parent.append(card);
  count();
}

function readAnswer(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const note of page.querySelectorAll(".toast-note")) {
    const region = document.getElementById("toasts");
    region.append(document.importNode(note, true));
    window.htmx?.process(region.lastElementChild);
  }
  const conflict = page.querySelector("[data-conflict]");
  if (conflict) showConflict(document.importNode(conflict, true));
  return conflict ? "" : page.querySelector("[data-error-sentence]")?.textContent.trim();
}

function showConflict(conflict) {
  const region = document.getElementById("board-conflicts");
  region.querySelector(`[data-conflict="${CSS.escape(conflict.dataset.conflict)}"]`)?.remove();
  region.append(conflict);
  window.htmx?.process(conflict);
  window.htmx?.trigger(document.querySelector("#applications-board"), "live");
}

// What the card is now, so that its next move is not taken for one of a page that is out of date.
function remember(card, status) {
  if (!status) return;
  const url = new URL(card.dataset.moveUrl, location.href);
  url.searchParams.set("seen", status);
  card.dataset.moveUrl = url.pathname + url.search;
  card.querySelector("[data-move-form]")?.setAttribute("action", card.dataset.moveUrl);
}

// Moves of one card are told one after the other, in the order they were made.
const telling = new Map();
function save(card, before) {
  const tell = () => sendMove(card, before);
  const told = (telling.get(card.id) || Promise.resolve()).then(tell);
  telling.set(card.id, told);
  return told;
}

async function sendMove(card, before) {
  const column = columnOf(card);
  if (!column) return;
  const above = card.previousElementSibling?.matches("[data-card]") ? card.previousElementSibling.id : "";
  card.classList.add("is-moving");
  count();
  try {
    const response = await post(card.dataset.moveUrl, { to: column.dataset.column, after: above.replace(/^card-/, "") });
    const refusal = readAnswer(await response.text());
    if (!response.ok) throw new Error(refusal ?? phrase("phraseFailed"));
    remember(card, response.headers.get("Board-Status"));
    if (before.parent !== column) announce(`${phrase("phraseMoved")} ${column.dataset.columnName || ""}`);
    card.dispatchEvent(new CustomEvent("board:moved", { bubbles: true }));
  } catch (error) {
    putBack(card, before);
    if (error.message) toast(error instanceof TypeError ? phrase("phraseOffline") : error.message, { bad: true });
  } finally {
    card.classList.remove("is-moving");
  }
}

// The Move menu: buttons with name="to" inside a form of the card. Without JavaScript the form posts.
document.addEventListener("submit", (event) => {
  const card = event.target.closest?.("[data-board] [data-card]");
  const to = event.submitter?.name === "to" ? event.submitter.value : null;
  if (!card || to === null || !event.target.hasAttribute("data-move-form")) return;
  const column = document.querySelector(`[data-board] [data-column="${CSS.escape(to)}"]`);
  if (!column) return;
  event.preventDefault();
  const before = place(card);
  column.prepend(card);
  card.querySelector("details.menu")?.removeAttribute("open");
  card.querySelector("details.menu summary")?.focus();
  save(card, before);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-conflict-keep]")) event.target.closest("[data-conflict]").remove();
});
document.addEventListener("submit", (event) => {
  const conflict = event.target.closest?.("[data-conflict]");
  if (conflict) setTimeout(() => conflict.remove());
});

// ---------------------------------------------------------------- by keyboard
// Arrows go from card to card; Space picks one up, arrows move it, Space or Enter puts it down, Escape
// puts it back where it was.
let held = null;

function pickUp(card) {
  held = { card, before: place(card) };
  card.setAttribute("data-held", "");
  say("sayHeld", { card: nameOf(card) });
}

function letGo({ keep }) {
  const { card, before } = held;
  held = null;
  card.removeAttribute("data-held");
  const isElsewhere = card.parentElement !== before.parent || card.nextElementSibling !== before.next;
  if (!keep) putBack(card, before);
  card.focus();
  if (keep && isElsewhere) save(card, before);
  say(keep ? "sayPut" : "sayBack", { card: nameOf(card), ...whereIs(card) });
}

function whereIs(card) {
  const column = columnOf(card);
  const cards = cardsOf(column);
  return { column: column.dataset.columnName, n: cards.indexOf(card) + 1, of: cards.length };
}

function besides(column, step) {
  const columns = [...document.querySelectorAll("[data-board] [data-column]")];
  return columns[columns.indexOf(column) + step];
}

function carry(card, key) {
  if (key === "ArrowUp" || key === "ArrowDown") {
    const cards = cardsOf(columnOf(card));
    const other = cards[cards.indexOf(card) + (key === "ArrowDown" ? 1 : -1)];
    if (other) key === "ArrowDown" ? other.after(card) : other.before(card);
  } else {
    const column = besides(columnOf(card), key === "ArrowRight" ? 1 : -1);
    if (column) {
      const other = cardsOf(column)[whereIs(card).n - 1];
      other ? other.before(card) : column.prepend(card);
      showColumn(board(), column.dataset.column);
    }
  }
  count();
  card.focus();
  say("sayAt", whereIs(card));
}

function go(card, key) {
  const column = columnOf(card);
  const cards = cardsOf(column);
  const n = cards.indexOf(card);
  if (key === "ArrowUp" || key === "ArrowDown") return reach(cards[n + (key === "ArrowDown" ? 1 : -1)]);
  const step = key === "ArrowRight" ? 1 : -1;
  for (let next = besides(column, step); next; next = besides(next, step)) {
    const there = cardsOf(next);
    if (there.length) return reach(there[Math.min(n, there.length - 1)]);
  }
}

function reach(card) {
  if (!card) return;
  showColumn(board(), columnOf(card).dataset.column);
  card.focus();
}

document.addEventListener("keydown", (event) => {
  const card = event.target;
  if (!card.matches?.("[data-board] [data-card]") || event.altKey || event.ctrlKey || event.metaKey) return;
  const isHeld = held?.card === card;
  if (event.key.startsWith("Arrow")) isHeld ? carry(card, event.key) : go(card, event.key);
  else if (event.key === " ") isHeld ? letGo({ keep: true }) : pickUp(card);
  else if (event.key === "Enter" && isHeld) letGo({ keep: true });
  else if (event.key === "Enter") card.querySelector("a")?.click();
  else if (event.key === "Escape" && isHeld) letGo({ keep: false });
  else return;
  event.preventDefault();
});

// A card that is put aside for something else is not carried on.
document.addEventListener("focusout", (event) => {
  if (held?.card === event.target) setTimeout(() => held && held.card !== document.activeElement && letGo({ keep: false }));
});

// One stop of the Tab key per column; the arrows do the rest.
function makeReachable(board) {
  for (const column of board.querySelectorAll("[data-column]")) {
    cardsOf(column).forEach((card, n) => {
      card.tabIndex = n ? -1 : 0;
      if (document.getElementById("board-keys")) card.setAttribute("aria-describedby", "board-keys");
    });
  }
}

// ---------------------------------------------------------------- by mouse and finger
function makeDraggable(board) {
  for (const column of board.querySelectorAll("[data-column]")) {
    let before = null;
    window.Sortable.create(column, {
      group: "board",
      draggable: "[data-card]",
      // A finger scrolls the list, so it needs the handle; a mouse may take the card anywhere but by its menu.
      handle: matchMedia("(pointer: coarse)").matches ? ".board-handle" : null,
      filter: ".menu",
      preventOnFilter: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      ghostClass: "is-held",
      onStart: ({ item }) => {
        before = place(item);
        item.setAttribute("data-held", "");
      },
      onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
        item.removeAttribute("data-held");
        if (from === to && oldDraggableIndex === newDraggableIndex) return;
        save(item, before);
      },
    });
  }
}

function showColumn(board, name) {
  const chooser = document.querySelector("[data-board-switch]");
  // What is chosen here is no draft that a re-read of the board would have to wait for.
  for (const option of chooser?.options || []) option.selected = option.defaultSelected = option.value === name;
  for (const column of board.querySelectorAll(".board-column")) {
    column.classList.toggle("is-shown", !!column.querySelector(`[data-column="${CSS.escape(name)}"]`));
  }
}

// A re-read leaves the person where they were: in the same column, on the same card.
let shown = "";
let focused = null;
document.addEventListener("htmx:before:swap", () => {
  // What the drag left on cards: htmx would copy it as an inline style, which the policy forbids.
  document.querySelectorAll("[data-card][style]").forEach((card) => card.removeAttribute("style"));
  shown = document.querySelector("[data-board-switch]")?.value || "";
  const at = document.activeElement;
  const card = at?.closest?.("[data-board] [data-card]");
  focused = card && { id: card.id, inside: at === card ? "" : at.matches("summary") ? "summary" : "a" };
});

function setUp() {
  const cards = document.querySelector("[data-board]");
  if (cards) makeReachable(cards);
  if (!cards || cards.hasAttribute("data-ready")) return;
  cards.dataset.ready = "";
  const chooser = document.querySelector("[data-board-switch]");
  if (chooser) {
    showColumn(cards, shown || chooser.value);
    chooser.addEventListener("change", () => showColumn(cards, chooser.value));
  } else {
    cards.querySelectorAll(".board-column").forEach((column) => column.classList.add("is-shown"));
  }
  const again = focused && document.getElementById(focused.id);
  if (again && document.activeElement === document.body) {
    (focused.inside ? again.querySelector(focused.inside) : again)?.focus({ preventScroll: true });
  }
  if (window.Sortable) return makeDraggable(cards);
  const script = document.createElement("script");
  script.src = cards.dataset.sortable;
  script.addEventListener("load", () => makeDraggable(cards));
  document.head.append(script);
}

setUp();
document.addEventListener("htmx:after:swap", setUp);

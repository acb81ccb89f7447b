// The board: drag a card, or use its Move menu. The card moves at once and goes back if the server says no.
//
//   <div data-board data-sortable="{% static 'vendor/sortable/sortable.js' %}">
//     <ol class="board-list" data-column="applied" data-column-name="Applied">
//       <li class="board-card" data-card id="card-…" data-move-url="/applications/…/move">
//
// Contract: POST data-move-url with `to` (the column) and `after` (id of the card it follows, or "").
// 2xx: moved (an HTML answer may carry a toast); 4xx: refused, [data-error-sentence] says why.
import { announce, phrase, post, toast } from "./dom.js";

const place = (card) => ({ parent: card.parentElement, next: card.nextElementSibling });
const cardsOf = (column) => column.querySelectorAll("[data-card]");

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
  return page.querySelector("[data-error-sentence]")?.textContent.trim();
}

async function save(card, before) {
  const column = card.closest("[data-column]");
  const above = card.previousElementSibling?.matches("[data-card]") ? card.previousElementSibling.id : "";
  card.classList.add("is-moving");
  count();
  try {
    const response = await post(card.dataset.moveUrl, { to: column.dataset.column, after: above.replace(/^card-/, "") });
    const refusal = readAnswer(await response.text());
    if (!response.ok) throw new Error(refusal || phrase("phraseFailed"));
    announce(`${phrase("phraseMoved")} ${column.dataset.columnName || ""}`);
    card.dispatchEvent(new CustomEvent("board:moved", { bubbles: true }));
  } catch (error) {
    putBack(card, before);
    toast(error instanceof TypeError ? phrase("phraseOffline") : error.message, { bad: true });
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
  card.querySelector("details.menu summary")?.focus();
  save(card, before);
});

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
      },
      onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
        if (from === to && oldDraggableIndex === newDraggableIndex) return;
        save(item, before);
      },
    });
  }
}

function showColumn(board, name) {
  for (const column of board.querySelectorAll(".board-column")) {
    column.classList.toggle("is-shown", !!column.querySelector(`[data-column="${CSS.escape(name)}"]`));
  }
}

function setUp() {
  const board = document.querySelector("[data-board]:not([data-ready])");
  if (!board) return;
  board.dataset.ready = "";
  const chooser = document.querySelector("[data-board-switch]");
  if (chooser) {
    showColumn(board, chooser.value);
    chooser.addEventListener("change", () => showColumn(board, chooser.value));
  } else {
    board.querySelectorAll(".board-column").forEach((column) => column.classList.add("is-shown"));
  }
  if (window.Sortable) return makeDraggable(board);
  const script = document.createElement("script");
  script.src = board.dataset.sortable;
  script.addEventListener("load", () => makeDraggable(board));
  document.head.append(script);
}

setUp();
document.addEventListener("htmx:after:swap", setUp);

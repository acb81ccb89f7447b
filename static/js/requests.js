// What htmx does not do by itself: a busy sign, failures in words, and focus after a swap.
import { announce, phrase, toast } from "./dom.js";

const root = document.documentElement;
let running = 0;

document.addEventListener("htmx:before:request", () => {
  running += 1;
  root.classList.add("is-loading");
});
document.addEventListener("htmx:finally:request", () => {
  running = Math.max(0, running - 1);
  if (!running) root.classList.remove("is-loading");
});

document.addEventListener("htmx:after:request", (event) => {
  const { response, text, sourceElement } = event.detail.ctx;
  if (response.status < 400) return;
  if (/^\s*(<!doctype|<html)/i.test(text)) {
    event.preventDefault(); // a whole error page has no place inside a part of this one
    toast(sentenceIn(text), { bad: true });
  } else if (sourceElement.matches("[data-live]")) {
    event.preventDefault(); // a failed re-read keeps what was there
  }
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement?.matches("[data-live]")) return;
  toast(phrase("phraseOffline"), { bad: true });
});

function sentenceIn(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const stated = parsed.querySelector("[data-error-sentence]") || parsed.querySelector("h1");
  return stated?.textContent.trim().replace(/\s+/g, " ") || phrase("phraseFailed");
}

// Focus: to the first wrong field, to what asks for it, else it stays near what was pressed.
let nearby = null;
document.addEventListener("htmx:before:swap", () => {
  const active = document.activeElement;
  nearby = active && active !== document.body ? path(active) : null;
});
document.addEventListener("htmx:after:swap", () => {
  const asked = document.querySelector("[data-focus-after-swap]");
  const wrong = document.querySelector('form [aria-invalid="true"]');
  if (asked) {
    asked.removeAttribute("data-focus-after-swap");
    focus(asked);
    announce(asked.dataset.announce || "");
  } else if (wrong && wrong.closest("form")?.contains(wrong) && document.activeElement === document.body) {
    focus(wrong);
  } else if (nearby && document.activeElement === document.body) {
    focus(nearby.find((element) => element.isConnected) || document.getElementById("main"));
  }
  nearby = null;
});

/** What to fall back to, nearest first: following siblings of the focused row, then its ancestors. */
function path(element) {
  const row = element.closest("[data-row], [data-card], li, tr");
  const beside = [row?.nextElementSibling, row?.previousElementSibling].filter(Boolean);
  const around = [];
  for (let node = row || element; node && node !== document.body; node = node.parentElement) around.push(node);
  return [...beside, ...around];
}

function focus(element) {
  if (!element) return;
  if (!element.matches("a[href],button,input,select,textarea,summary,[tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: false });
}

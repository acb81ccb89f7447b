// A socket says "row N changed"; the parts of the page that show it re-read themselves over HTTP.
//
//   <section data-live="resume" data-live-id="…" hx-get="/resumes/…/status" hx-trigger="live" hx-swap="outerMorph">
//
// Without a socket the same parts are re-read every few seconds while the page is visible.
import { isBeingEdited } from "./dom.js";

const url = document.querySelector('meta[name="live-url"]')?.content;
const LONGEST_WAIT = 30_000;
const POLL_EVERY = 5_000;
const waiting = new Set();
let failures = 0;
let poll = 0;

const parts = () => document.querySelectorAll("[data-live]");

function concerns(part, message) {
  if (!part.dataset.live.split(/\s+/).includes(message.topic)) return false;
  const wanted = part.dataset.liveId;
  return !wanted || Object.values(message).includes(wanted);
}

function isInUse(part) {
  return isBeingEdited(part) || part.querySelector("details.menu[open], dialog[open], [data-held]") !== null;
}

function reread(part) {
  if (isInUse(part)) {
    waiting.add(part); // never replace a form being typed in: try again when the person leaves it
    return;
  }
  waiting.delete(part);
  window.htmx?.trigger(part, "live");
}

// What somebody began to use while its re-read was under way stays as well.
document.addEventListener("htmx:before:swap", (event) => {
  const part = event.detail.ctx?.sourceElement;
  if (!part?.matches?.("[data-live]") || !isInUse(part)) return;
  event.preventDefault();
  waiting.add(part);
});

function rereadWaiting() {
  for (const part of [...waiting]) part.isConnected ? reread(part) : waiting.delete(part);
}

function rereadAll() {
  if (document.hidden) return;
  for (const part of parts()) reread(part);
}

function startPolling() {
  poll ||= setInterval(rereadAll, POLL_EVERY);
}

function stopPolling() {
  clearInterval(poll);
  poll = 0;
}

function connect() {
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    stopPolling();
    if (failures) rereadAll(); // what was said while nobody listened
    failures = 0;
    document.documentElement.dataset.live = "open";
  });
  socket.addEventListener("message", (event) => {
    let message;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    document.dispatchEvent(new CustomEvent("live:message", { detail: message }));
    for (const part of parts()) if (concerns(part, message)) reread(part);
  });
  socket.addEventListener("close", () => {
    document.documentElement.dataset.live = "closed";
    failures += 1;
    startPolling();
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** failures);
    setTimeout(connect, wait * (0.5 + Math.random() / 2));
  });
}

document.addEventListener("focusout", () => setTimeout(rereadWaiting, 200));
document.addEventListener("visibilitychange", () => !document.hidden && poll && rereadAll());
if (url) connect();
else startPolling();

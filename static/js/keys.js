// Triage by keyboard on a list marked [data-triage]: j k move · s save · x not for me · l later ·
// o or Enter open · z undo · ? help. Single keys can be switched off (WCAG 2.1.4) and the choice persists.
import { announce } from "./dom.js";

const list = () => document.querySelector("[data-triage]");
const rows = () => [...(list()?.querySelectorAll("[data-row]") || [])];
const current = () => list()?.querySelector("[data-row].is-current");

function areOn() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

let chosen = ""; // a re-read list forgets its class, not this

function select(row) {
  if (!row) return;
  chosen = row.id;
  current()?.classList.remove("is-current");
  row.classList.add("is-current");
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  select(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
}

function press(name) {
  const row = current();
  const control = row?.querySelector(`[data-act="${name}"]`);
  if (!control) return;
  const next = row.nextElementSibling || row.previousElementSibling;
  if (control.matches("details")) {
    control.open = true;
    control.querySelector(".menu-item")?.focus();
    return;
  }
  control.click();
  if (next?.matches("[data-row]")) select(next);
}

function undo() {
  [...document.querySelectorAll("#toasts [data-undo]")].at(-1)?.click();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  s: () => press("save"),
  x: () => press("not-for-me"),
  l: () => press("later"),
  o: () => current()?.querySelector("[data-row-link]")?.click(),
  z: undo,
  "?": () => document.getElementById("keys-dialog")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!list() || !areOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, details.menu[open]")) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("htmx:after:swap", () => {
  if (chosen && !current()) document.getElementById(chosen)?.classList.add("is-current");
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  try {
    localStorage.setItem("keys", event.target.checked ? "on" : "off");
  } catch {
    return;
  }
  announce(event.target.labels[0]?.textContent.trim());
});
for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = areOn();

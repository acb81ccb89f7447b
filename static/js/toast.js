// Toasts: announced once, gone after a while, kept as long as they are pointed at or focused.
import { announce } from "./dom.js";

const region = document.getElementById("toasts");
const SECONDS = 10;

function settle(note) {
  let left = SECONDS;
  announce(note.querySelector("[data-toast-text]")?.textContent.trim());
  const clock = setInterval(() => {
    if (!note.isConnected) clearInterval(clock);
    else if (!note.matches(":hover, :focus-within") && !document.hidden && --left <= 0) note.remove();
  }, 1000);
}

function adopt(nodes) {
  for (const node of nodes) if (node.nodeType === Node.ELEMENT_NODE) settle(node);
}

if (region) {
  adopt(region.children);
  new MutationObserver((changes) => changes.forEach((change) => adopt(change.addedNodes))).observe(region, {
    childList: true,
  });
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest(".toast-note").remove();
  });
  region.addEventListener("submit", (event) => {
    const note = event.target.closest(".toast-note");
    setTimeout(() => note.remove());
  });
}

// Menus (<details class="menu">) close on Escape, outside clicks and choice; dialogs open by name.

function openMenus() {
  return [...document.querySelectorAll("details.menu[open]")];
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    const inside = menu.contains(event.target);
    if (!inside || event.target.closest(".menu-item:not([data-keep-open])")) menu.open = false;
  }
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target === dialog || event.target.closest("[data-dialog-close]"))) dialog.close();
});

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.menu") || !menu.open) return;
  for (const other of openMenus()) if (other !== menu && !other.contains(menu)) other.open = false;
  keepInView(menu);
}, true);

/** A panel that would leave the screen opens the other way. */
function keepInView(menu) {
  const panel = menu.querySelector(".menu-panel");
  if (!panel) return;
  if (menu.closest(".board, .table-wrap")) return float(menu, panel);
  const box = panel.getBoundingClientRect();
  const floor = document.querySelector(".tabbar")?.offsetHeight || 0;
  if (box.bottom > innerHeight - floor && box.height < menu.getBoundingClientRect().top) menu.classList.add("menu-up");
  if (box.right > document.documentElement.clientWidth) menu.classList.add("menu-end");
  if (panel.getBoundingClientRect().left < 0) menu.classList.remove("menu-end");
}

/** Inside what scrolls by itself a panel would be cut off: it is placed on the screen instead. */
function float(menu, panel) {
  menu.classList.add("is-floating");
  const from = menu.querySelector("summary").getBoundingClientRect();
  const floor = innerHeight - (document.querySelector(".tabbar")?.offsetHeight || 0);
  const below = from.bottom + 6;
  const fits = below + panel.offsetHeight <= floor;
  panel.style.top = `${fits ? below : Math.max(8, from.top - panel.offsetHeight - 6)}px`;
  panel.style.left = `${Math.max(8, Math.min(from.left, innerWidth - panel.offsetWidth - 8))}px`;
}

document.addEventListener("scroll", () => {
  for (const menu of openMenus()) if (menu.classList.contains("is-floating")) menu.open = false;
}, { capture: true, passive: true });

document.addEventListener("keydown", (event) => {
  const menu = document.activeElement?.closest("details.menu[open]") || openMenus()[0];
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll(".menu-item:not(:disabled)")];
  if (!items.length || !menu.contains(document.activeElement)) return;
  const step = event.key === "ArrowDown" ? 1 : -1;
  const index = items.indexOf(document.activeElement);
  items[(index + step + items.length) % items.length].focus();
  event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  const { toast, phrase } = await import("./dom.js");
  toast(phrase("phraseCopied"));
});

// What several behaviours share. Imported by them, never put on a page by itself.

/** Say one sentence to screen readers through the page's single polite region. */
export function announce(sentence) {
  const region = document.getElementById("live-region");
  if (!region || !sentence) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}

/** Show a toast made from the page's template; `bad` marks a failure. */
export function toast(sentence, { bad = false } = {}) {
  const template = document.getElementById("toast-template");
  if (!template) return announce(sentence);
  const note = template.content.firstElementChild.cloneNode(true);
  note.querySelector("[data-toast-text]").textContent = sentence;
  note.classList.toggle("is-bad", bad);
  document.getElementById("toasts").append(note);
}

/** A sentence the page's templates translated, kept as data on <body>. */
export function phrase(name) {
  return document.body.dataset[name] || "";
}

export function csrfToken() {
  const headers = document.body.getAttribute("hx-headers:inherited");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

/** POST form fields; resolves to the Response, rejects on a network failure. */
export function post(url, fields, headers = {}) {
  return fetch(url, {
    method: "POST",
    keepalive: true, // an act is sent even when the person leaves the page at once
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", ...headers },
  });
}

/** True while a person is writing in, or about to send, something inside `element`. */
export function isBeingEdited(element) {
  const active = document.activeElement;
  const fields = "input:not([type=hidden]),textarea,select,[contenteditable]";
  if (active && active !== document.body && element.contains(active) && active.matches(fields)) return true;
  return [...element.querySelectorAll("input,textarea,select")].some(isDirty);
}

function isDirty(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.tagName === "SELECT") {
    const given = [...field.options].some((option) => option.defaultSelected);
    return given && [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  return field.value !== field.defaultValue;
}

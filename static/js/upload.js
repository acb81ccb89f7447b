// A drop zone: takes a dropped or chosen file, shows how far it is, follows where the server points.
//
//   <form class="drop" data-upload data-max-bytes="10485760" method="post" enctype="multipart/form-data" action="…">
//
// Contract: the server answers a redirect (followed), or 4xx whose page or fragment carries
// [data-error-sentence]; with the header Accept: application/json it may answer {"url"} or {"error"}.
import { announce, csrfToken, phrase } from "./dom.js";

function showError(form, sentence) {
  form.classList.remove("is-sending");
  const box = form.querySelector("[data-upload-error]");
  box.querySelector("[data-upload-error-text]").textContent = sentence;
  box.hidden = false;
  form.querySelector("input[type=file]").value = "";
}

function tooBig(form, file) {
  const limit = Number(form.dataset.maxBytes || 0);
  return limit && file.size > limit;
}

function send(form, file) {
  const bar = form.querySelector("progress");
  const text = form.querySelector("[data-upload-text]");
  const body = new FormData(form);
  body.set(form.querySelector("input[type=file]").name, file);
  const request = new XMLHttpRequest(); // fetch cannot report how much was sent
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("Accept", "application/json, text/html");
  form.querySelector("[data-upload-error]").hidden = true;
  form.classList.add("is-sending");
  text.textContent = `${phrase("phraseSending")} ${file.name}`;
  announce(text.textContent);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    if (event.loaded === event.total) {
      bar.removeAttribute("value");
      text.textContent = phrase("phraseStoring");
    }
  });
  request.addEventListener("load", () => finish(form, request));
  request.addEventListener("error", () => showError(form, phrase("phraseOffline")));
  request.send(body);
}

function finish(form, request) {
  const isJson = request.getResponseHeader("Content-Type")?.startsWith("application/json");
  const answer = isJson ? JSON.parse(request.responseText) : null;
  if (request.status < 400) {
    const target = answer?.url || request.responseURL;
    if (new URL(target, location.href).href === location.href) location.reload();
    else location.assign(target);
    return;
  }
  if (answer) return showError(form, answer.error || answer.detail || answer.message || phrase("phraseFailed"));
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const stated = page.querySelector("[data-error-sentence]");
  showError(form, stated?.textContent.trim() || phrase(request.status === 429 ? "phraseSlow" : "phraseFailed"));
}

function take(form, file) {
  if (!file) return;
  if (tooBig(form, file)) showError(form, form.dataset.tooBig);
  else if (!file.size) showError(form, form.dataset.empty);
  else send(form, file);
}

const formOf = (event) => event.target.closest?.("form[data-upload]");

document.addEventListener("change", (event) => {
  if (event.target.type === "file" && formOf(event)) take(formOf(event), event.target.files[0]);
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
}
document.addEventListener("dragleave", (event) => {
  const form = formOf(event);
  if (form && !form.contains(event.relatedTarget)) form.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const form = formOf(event);
  if (!form) return;
  event.preventDefault();
  form.classList.remove("is-over");
  take(form, event.dataTransfer.files[0]);
});

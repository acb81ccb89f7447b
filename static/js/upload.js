// A drop zone: takes a dropped or chosen file, shows how far it is, follows where the server points.
//
//   <form class="drop" data-upload data-max-bytes="10485760" method="post" enctype="multipart/form-data" action="…">
//
// With data-direct (an address of the API) the file goes straight to the bucket, and through the server when that fails.
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

function begin(form, file) {
  const text = form.querySelector("[data-upload-text]");
  form.querySelector("[data-upload-error]").hidden = true;
  form.classList.add("is-sending");
  text.textContent = `${phrase("phraseSending")} ${file.name}`;
  announce(text.textContent);
}

function opened(form, url) {
  const bar = form.querySelector("progress");
  const text = form.querySelector("[data-upload-text]");
  const request = new XMLHttpRequest(); // fetch cannot report how much was sent
  request.open("POST", url);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    if (event.loaded === event.total) {
      bar.removeAttribute("value");
      text.textContent = phrase("phraseStoring");
    }
  });
  return request;
}

function send(form, file) {
  begin(form, file);
  const body = new FormData(form);
  body.set(form.querySelector("input[type=file]").name, file);
  const request = opened(form, form.action);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("Accept", "application/json, text/html");
  request.addEventListener("load", () => finish(form, request));
  request.addEventListener("error", () => showError(form, phrase("phraseOffline")));
  request.send(body);
}

/** Ask the API; resolves to the status and the answer. */
async function ask(url, content) {
  const headers = { "X-CSRFToken": csrfToken(), "Content-Type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(content) });
  return { status: response.status, answer: await response.json() };
}

async function sendDirect(form, file) {
  begin(form, file);
  const about = { file_name: file.name, media_type: file.type };
  const resume = form.action.match(/\/resumes\/([0-9a-f-]{36})\/upload/);
  if (resume) about.resume = resume[1];
  try {
    const started = await ask(form.dataset.direct, about);
    if (started.status !== 201) return send(form, file);
    await sendToBucket(form, file, started.answer);
    const { status, answer } = await ask(started.answer.complete_url, {});
    if (status < 400) return location.assign(answer.page_url);
    if (status === 413 || status === 415) return showError(form, answer.detail);
  } catch {
    // the bucket, or the way to it: the server takes files too
  }
  send(form, file);
}

function sendToBucket(form, file, { url, fields }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", file); // last: what follows the file is ignored
  return new Promise((resolve, reject) => {
    const request = opened(form, url);
    request.addEventListener("load", () => (request.status < 400 ? resolve() : reject(new Error(request.status))));
    request.addEventListener("error", reject);
    request.send(body);
  });
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
  else if (form.dataset.direct && form.action.includes("/resumes")) sendDirect(form, file);
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

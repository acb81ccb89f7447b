// The window a bookmark opens. Asks the page it was opened from what it says, and hands the answer to
// our own form. The nonce is made here and told to the opener alone; an answer counts once, from that
// very window, with that nonce, and from the origin the page says to be of.
const PATIENCE = 6000;
const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const form = document.querySelector("[data-add-form]");
const asked = window.opener;

function isOf(origin, url) {
  try {
    return new URL(url).origin === origin;
  } catch {
    return false;
  }
}

function take(event) {
  const { data, origin, source } = event;
  if (!asked || source !== asked || data?.add !== "page" || data.nonce !== nonce || !isOf(origin, data.page?.url)) return;
  removeEventListener("message", take);
  clearTimeout(giveUp);
  form.elements.page.value = JSON.stringify(data.page);
  form.submit();
}

function failed() {
  removeEventListener("message", take);
  document.querySelector("[data-add-waiting]").hidden = true;
  document.querySelector("[data-add-failed]").hidden = false;
  const link = document.querySelector("[data-add-link]");
  const page = decoded(location.hash.slice(1));
  if (/^https?:\/\//.test(page)) link.href += `?link=${encodeURIComponent(page)}`;
  link.focus();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

const giveUp = setTimeout(failed, asked ? PATIENCE : 0);
addEventListener("message", take);
asked?.postMessage({ add: "ready", nonce }, "*"); // says nothing but that somebody listens

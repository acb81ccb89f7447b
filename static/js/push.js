// Switches push messages on for this browser: the person presses the button, the browser asks them.
const place = document.querySelector("[data-push-key]");
const button = place?.querySelector("[data-push-on]");
const said = place?.querySelector("[data-push-said]");

const isKnown = "serviceWorker" in navigator && "PushManager" in window;

function keyBytes(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

function browserName() {
  const words = navigator.userAgent;
  const name = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Mac OS", "Mac"], ["Windows", "Windows"], ["Linux", "Linux"]];
  const find = (pairs) => pairs.find(([sign]) => words.includes(sign))?.[1];
  return [find(name), find(system)].filter(Boolean).join(" · ");
}

async function switchOn() {
  if ((await Notification.requestPermission()) !== "granted") {
    said.textContent = place.dataset.pushRefused;
    return;
  }
  const worker = await navigator.serviceWorker.register(place.dataset.pushWorker);
  await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: keyBytes(place.dataset.pushKey),
  });
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys, label: browserName() });
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(place.dataset.pushUrl, { method: "POST", headers: { "X-CSRFToken": token }, body });
  if (!answer.ok) throw new Error(String(answer.status));
  window.location.reload();
}

if (place && isKnown) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await switchOn();
    } catch {
      said.textContent = place.dataset.pushFailed;
    }
    button.disabled = false;
  });
} else if (place) {
  place.querySelector("[data-push-missing]").hidden = false;
}

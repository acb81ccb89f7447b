// Somebody goes to a company's site in another tab and comes back to this one: the question stands
// there at once. Without this it stands on the next page.
const LEFT = "left-for-a-company";
const place = document.getElementById("returned");

document.addEventListener("submit", ({ target }) => {
  if (place && target.action.includes("/applications/leave/")) sessionStorage.setItem(LEFT, "yes");
});

async function ask() {
  if (document.visibilityState !== "visible" || !sessionStorage.getItem(LEFT)) return;
  sessionStorage.removeItem(LEFT);
  const answer = await fetch(place.dataset.url, { headers: { "HX-Request": "true" } });
  if (answer.status === 200) place.innerHTML = await answer.text();
}

if (place) {
  document.addEventListener("visibilitychange", () => ask().catch(() => {}));
  addEventListener("pageshow", () => ask().catch(() => {}));
}

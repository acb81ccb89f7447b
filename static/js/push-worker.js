// Runs in the background of a browser that asked for push messages: shows one, opens its page.
self.addEventListener("push", (event) => {
  let message = {};
  try {
    message = event.data.json();
  } catch {
    // A message without words still has to be shown.
  }
  const shown = self.registration.showNotification(message.title || "Career Copilot", {
    body: message.text || "",
    tag: message.id, // the same message twice is shown once
    data: { url: message.url || "/notifications" },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data.url, self.location.origin);
  if (target.origin !== self.location.origin) return;
  const open = async () => {
    const pages = await self.clients.matchAll({ type: "window" });
    const page = pages.find((each) => each.url === target.href);
    return page ? page.focus() : self.clients.openWindow(target.href);
  };
  event.waitUntil(open());
});

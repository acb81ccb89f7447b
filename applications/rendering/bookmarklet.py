"""The bookmark that hands the page it is chosen on to `/add/page`."""

import json
import re
from urllib.parse import quote

# Runs on somebody else's page and stands alone: it loads nothing from us, so that page's own policy
# does not stop it, and what it reads leaves that page by postMessage only, to our window, at our
# origin, after our window has asked for it. Of the data for programs only job advertisements are
# read. The page's address travels behind the `#`, which no server sees, for sites that keep the two
# windows apart.
_SCRIPT = """
(() => {
  const home = HOME, here = location.href;
  const all = (query, read) => [...document.querySelectorAll(query)].map(read).filter((text) => /JobPosting/.test(text));
  const opened = open(home + "/add/page#" + encodeURIComponent(here), "_blank");
  if (!opened) {
    location.href = home + "/add?link=" + encodeURIComponent(here);
    return;
  }
  const read = () => {
    const main = document.querySelector("main,article,[role=main]") || document.body;
    return {
      url: here,
      title: document.title.slice(0, 500),
      selection: String(getSelection()).slice(0, 50000),
      data: all("script[type*='ld+json']", (e) => e.textContent.slice(0, 200000)).slice(0, 5),
      microdata: all("[itemtype*=JobPosting]", (e) => e.outerHTML.slice(0, 200000)).slice(0, 3),
      text: main.innerText.slice(0, 50000),
    };
  };
  addEventListener("message", function answer(event) {
    if (event.source !== opened || event.origin !== home || !event.data || event.data.add !== "ready") return;
    removeEventListener("message", answer);
    opened.postMessage({ add: "page", nonce: event.data.nonce, page: read() }, home);
  });
})()
"""


def bookmarklet(origin: str) -> str:
    """Return the `javascript:` address for an install at `origin`, such as `https://jobs.example`."""
    script = re.sub(r"\s*\n\s*", " ", _SCRIPT).strip().replace("HOME", json.dumps(origin), 1)
    return "javascript:" + quote(f"void {script}", safe="!$&'()*+,-./:;=?@_~")

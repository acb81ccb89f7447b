// The editor of a cover letter. Without it the page works by its forms and looks again by itself.
//
// While a model writes, a socket of the live process brings every piece to `[data-letter]`; the text so
// far outlives a re-read of the page, and after a lost socket the stream goes on where it was left.
const live = document.querySelector('meta[name="live-url"]')?.content;
const LONGEST_WAIT = 10_000;
let writing = null; // { id, run, text, after, socket, failures }

const paper = () => document.querySelector("[data-letter]");

function begin() {
  const place = paper();
  if (!place || !live) return end();
  if (writing?.id !== place.dataset.letter) {
    end();
    writing = { id: place.dataset.letter, run: Number(place.dataset.run), text: "", after: "0", failures: 0 };
    connect();
  }
  show(); // the page was read again meanwhile, from a row that is a moment behind
}

function end() {
  const socket = writing?.socket;
  writing = null;
  socket?.close();
}

function connect() {
  const mine = writing;
  const url = new URL(`letters/${mine.id}`, live);
  url.searchParams.set("after", mine.after);
  const socket = new WebSocket(url);
  mine.socket = socket;
  socket.addEventListener("open", () => { mine.failures = 0; });
  socket.addEventListener("message", (event) => mine === writing && hear(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    if (mine !== writing) return;
    mine.failures += 1;
    setTimeout(() => mine === writing && connect(), Math.min(LONGEST_WAIT, 300 * 2 ** mine.failures));
  });
}

function hear(event) {
  writing.after = event.id;
  if (event.run < writing.run) return;
  if (event.begin || event.run > writing.run) {
    writing.run = event.run;
    writing.text = "";
  }
  if (event.text) {
    writing.text += event.text;
    show();
  }
  if (event.end && event.run === writing.run) reread();
}

function show() {
  const place = paper();
  if (place && writing.text.length > place.textContent.length) place.textContent = writing.text;
}

/** The page is told by its own socket too; whichever comes first. */
function reread() {
  end();
  const part = document.getElementById("letter");
  if (part && window.htmx) window.htmx.trigger(part, "live");
  else location.reload();
}

/** "Rewrite" leads to the sentence and marks it. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-letter-find]");
  const area = document.getElementById("letter-area");
  if (!link || !area) return;
  event.preventDefault();
  const words = link.dataset.letterFind.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(words.join("\\s+")).exec(area.value);
  area.focus();
  if (found) area.setSelectionRange(found.index, found.index + found[0].length);
});

document.addEventListener("htmx:after:swap", begin);
begin();

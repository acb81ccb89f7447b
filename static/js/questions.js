// The few questions after a reading, one at a time on a phone. Without this they stand in one form.
const narrow = matchMedia("(max-width: 47.99rem)");

const questionsOf = (form) => [...form.querySelectorAll("[data-question]")];
const at = (form) => Math.max(0, questionsOf(form).findIndex((question) => question.classList.contains("is-now")));

function begin(form) {
  const questions = questionsOf(form);
  if (questions.length < 2 || form.querySelector("[data-step]")) return;
  const acts = form.querySelector(".question-acts");
  acts.prepend(stepButton(form.dataset.back, -1, "btn"), stepButton(form.dataset.next, 1, "btn btn-primary"));
  form.classList.add("is-stepped");
  const wrong = questions.findIndex((question) => question.querySelector(".is-wrong"));
  show(form, Math.max(0, wrong));
}

function stepButton(words, step, look) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${look} question-step`;
  button.dataset.step = step;
  button.textContent = words;
  return button;
}

function show(form, number) {
  const questions = questionsOf(form);
  questions.forEach((question, index) => question.classList.toggle("is-now", index === number));
  form.querySelector('[data-step="-1"]').hidden = number === 0;
  form.querySelector('[data-step="1"]').hidden = number === questions.length - 1;
  form.classList.toggle("is-last", number === questions.length - 1);
  showMarks(form);
}

/** A part of the original that is wider than the screen begins at what it is about. */
function showMarks(form) {
  for (const crop of form.querySelectorAll(".crop")) {
    const frame = crop.getBoundingClientRect();
    const mark = crop.querySelector("rect").getBoundingClientRect();
    if (mark.width && mark.right > frame.right) crop.scrollLeft += mark.left - frame.left - 12;
  }
}

function move(form, step) {
  const next = at(form) + step;
  const questions = questionsOf(form);
  if (!questions[next]) return;
  show(form, next);
  const legend = questions[next].querySelector("legend");
  legend.tabIndex = -1;
  legend.focus({ preventScroll: true });
  form.scrollIntoView({ block: "start" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) move(button.closest("form"), Number(button.dataset.step));
});
// A finger that chose "That's right" or "Not on my resume" has nothing left to do here.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-questions]");
  if (!form || event.target.type !== "radio") return;
  if (event.target.value === "fix") {
    event.target.closest("[data-question]").querySelector(".question-answer input")?.focus();
  } else if (narrow.matches && touched) {
    setTimeout(move, 250, form, 1);
  }
});
let touched = false;
document.addEventListener("pointerdown", (event) => (touched = event.pointerType !== ""), true);
document.addEventListener("keydown", () => (touched = false), true);

const beginAll = () => {
  for (const form of document.querySelectorAll("[data-questions]")) {
    begin(form);
    showMarks(form);
  }
};
document.addEventListener("htmx:after:swap", beginAll);
beginAll();

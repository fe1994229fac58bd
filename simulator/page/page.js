"use strict";
// Buttons and forms name the control interface's address in data-post. Afterwards the page is
// loaded anew, so that it never shows anything but what the simulator believes.
const said = document.getElementById("said");

function say(text, wrong) {
  said.textContent = text;
  said.classList.toggle("wrong", Boolean(wrong));
}

async function post(address, body, done) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify(body),
    });
  } catch (error) {
    say("The simulator does not answer. Does it still run?", true);
    return;
  }
  const result = await answer.json();
  if (!answer.ok) {
    say(result.problems.join(" "), true);
    said.focus();
    return;
  }
  sessionStorage.setItem("said", done);
  sessionStorage.setItem("focus", document.activeElement.id || "");
  const around = document.activeElement.closest("article, details.box[id]");
  sessionStorage.setItem("around", around?.id || "");
  const open = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
  sessionStorage.setItem("open", open.join(" "));
  if (result.sellerId) {
    location.search = "?seller=" + result.sellerId;
  } else {
    location.reload();
  }
}

function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    body[field.name] = field.type === "number" ? Number(field.value) : field.value;
  }
  return body;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-post]");
  if (!button || (button.dataset.ask && !confirm(button.dataset.ask))) return;
  post(button.dataset.post, JSON.parse(button.dataset.body || "{}"), button.dataset.done);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.post) return;
  event.preventDefault();
  const text = form.querySelector("textarea");
  let body;
  try {
    body = text ? JSON.parse(text.value) : bodyOf(form);
  } catch (error) {
    say("This is not JSON: " + error.message, true);
    text.focus();
    return;
  }
  post(form.dataset.post, body, form.dataset.done);
});

say(sessionStorage.getItem("said") || "");
sessionStorage.removeItem("said");
// What was unfolded stays so.
for (const id of (sessionStorage.getItem("open") || "").split(" ")) {
  const details = document.getElementById(id || "-");
  if (details) details.open = true;
}
// Whoever works by keyboard goes on at the same button, or at what was around it if the button is
// gone: not at the next button, which a second press of the key would push.
const around = document.getElementById(sessionStorage.getItem("around") || "-");
const before = document.getElementById(sessionStorage.getItem("focus") || "-") || around;
if (before) before.focus({preventScroll: !around});
for (const name of ["open", "focus", "around"]) sessionStorage.removeItem(name);

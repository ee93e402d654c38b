// Keys for the inbox, and a count of what is ticked. Everything works without it.
"use strict";

const root = document.documentElement;
const help = document.querySelector(".keys");
const switchBox = document.getElementById("keys-on");

function remembered() {
  try { return localStorage.getItem("intentbot-keys") !== "off"; } catch { return true; }
}

function turnKeys(on) {
  root.classList.toggle("keys-on", on);
  try { localStorage.setItem("intentbot-keys", on ? "on" : "off"); } catch { /* private windows keep nothing */ }
}

if (help && switchBox) {
  help.hidden = false;
  switchBox.checked = remembered();
  turnKeys(switchBox.checked);
  switchBox.addEventListener("change", () => turnKeys(switchBox.checked));
}

// Groups of the inbox: moving, ticking.
const links = [...document.querySelectorAll(".groups .words > a")];
const boxes = [...document.querySelectorAll(".groups input[name=group]")];
const all = document.getElementById("all");
const ticked = document.getElementById("ticked");

function count() {
  const n = boxes.filter((box) => box.checked).length;
  if (ticked) ticked.textContent = n ? `${n} ticked` : "";
  if (all) { all.checked = n > 0 && n === boxes.length; all.indeterminate = n > 0 && n < boxes.length; }
}

function move(step) {
  const here = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
  next?.closest("li").scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = document.activeElement.closest("li")?.querySelector("input[name=group]");
  if (box) { box.checked = !box.checked; count(); }
}

if (all) {
  document.querySelectorAll(".js").forEach((part) => { part.hidden = false; });
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); count(); });
  boxes.forEach((box) => box.addEventListener("change", count));
  count();
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing && !event.repeat;
  if (!isPlain || !root.classList.contains("keys-on") || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const field = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  const thing = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (field) { event.preventDefault(); field.focus(); }
  else if (thing) {
    event.preventDefault();
    thing.click();
    if (thing.tagName === "SUMMARY") thing.parentElement.querySelector("input")?.focus();
  } else if (links.length && (key === "j" || key === "k")) { event.preventDefault(); move(key === "j" ? 1 : -1); }
  else if (links.length && key === "x") { event.preventDefault(); tick(); }
});

// Two presses are one decision.
document.querySelectorAll("form[method=post]").forEach((form) => {
  let isSent = false;
  form.addEventListener("submit", (event) => { if (isSent) event.preventDefault(); isSent = true; });
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

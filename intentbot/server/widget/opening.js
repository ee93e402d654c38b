// On a small screen it is the only thing there; elsewhere the page stays at hand. One that opens by itself takes no focus.
function show(isAsked = true) {
  if (isPage || panel.open) return;
  if (small.matches) panel.showModal();
  else panel.open = true;
  bubble.hidden = true;
  bubble.classList.remove("unread");
  bubble.setAttribute("aria-label", words.open);
  chat.open = true;
  remember();
  fit();
  grow();
  reveal(log.lastChild);
  if (isAsked) (isTouched() ? log : input).focus();
}
function hide() {
  if (isPage || !panel.open) return;
  const isHere = shadow.activeElement;
  panel.close();
  bubble.hidden = false;
  if (isHere) bubble.focus();
  chat.open = false;
  remember();
}
function restart() {
  begin(chat.open);
  clearTimeout(timer);
  status.textContent = "";
  remember();
  redraw();
}
function grow() {
  // An empty field goes as the words in it do.
  input.dir = input.value && "auto";
  input.style.height = "auto";
  if (input.scrollHeight) input.style.height = input.scrollHeight + 2 + "px";
}
// What the on-screen keyboard leaves.
function fit() {
  const view = window.visualViewport;
  if (!view || view.scale > 1.01) return;
  panel.style.setProperty("--h", view.height + "px");
  panel.style.setProperty("--y", view.offsetTop + "px");
}

form.onsubmit = (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = chat.draft = "";
  grow();
  ask(text);
};
input.oninput = () => {
  chat.draft = input.value;
  remember();
  grow();
};
panel.onkeydown = (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey && event.target === input) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && !isPage) {
    event.preventDefault();
    hide();
  }
};
// The page's own shortcuts do not see what is typed here.
for (const kind of ["keydown", "keyup", "keypress"]) panel.addEventListener(kind, (event) => event.stopPropagation());
// A phone's gesture for "back".
panel.oncancel = (event) => {
  event.preventDefault();
  hide();
};
small.onchange = () => {
  if (isPage || !panel.open) return;
  panel.close();
  show();
};
window.visualViewport?.addEventListener("resize", fit);
window.visualViewport?.addEventListener("scroll", fit);
addEventListener("online", pump);
addEventListener("pagehide", () => {
  isLeaving = true;
  sending?.abort();
});
// A page that comes back as it was left has missed what was said on other pages.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  isLeaving = isBusy = false;
  resume();
});
function resume() {
  recall();
  try {
    redraw();
  } catch {
    // What is kept is not of our making.
    restart();
  }
  pump();
}

resume();
Object.assign(host, { open: show, close: hide });
if ((chat.open ?? (options.open ?? "false") !== "false") && !small.matches) show(false);
if (isPage) {
  fit();
  if (!isTouched()) input.focus();
}

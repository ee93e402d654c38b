// One message after the other, in order. Each keeps its id, by which the server knows one that it has answered already.
const PATIENCE_MS = 30_000;
const MOST_TRIES = 8;
let isBusy = false, isLeaving = false, isHinted = false, tries = 0, timer, sending;

function post(path, body, control = new AbortController()) {
  const patience = setTimeout(() => control.abort(), PATIENCE_MS);
  return fetch(server + "api/v1/" + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // A thumb is kept though the visitor goes on to another page at once.
    keepalive: path === "feedback",
    signal: control.signal,
  }).finally(() => clearTimeout(patience));
}
function ask(text, title = "") {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  add({ id, text, title, status: "waiting" });
  tries = 0;
  pump();
}
function resend(entry) {
  chat.log.splice(chat.log.indexOf(entry), 1);
  drawn.get(entry).remove();
  input.focus();
  add(Object.assign(entry, { status: "waiting" }));
  tries = 0;
  pump();
}
function settle(entry, state) {
  mark(entry, state);
  remember();
  tries = 0;
  status.textContent = state === "failed" ? words.failed : "";
}
async function pump() {
  const entry = chat.log.find((one) => one.status === "waiting");
  if (isBusy || !entry) return;
  clearTimeout(timer);
  isBusy = true;
  sending = new AbortController();
  const soon = setTimeout(typing, 300, true);
  let wait = 0;
  try {
    const { id, text } = entry, { conversation } = chat;
    const said = { id, text, conversation, ...(options.language && { language: options.language }) };
    const response = await post("reply", said, sending);
    const told = await response.json();
    clearTimeout(soon);
    typing(false);
    if (!chat.log.includes(entry)) {
      // The visitor has begun anew meanwhile.
    } else if (response.ok) {
      settle(entry, "sent");
      answered(told);
    } else if (response.status === 422 && conversation && !told.details) {
      // The server does not know the conversation any more: in a new one it is said again.
      chat.conversation = "";
    } else if ([429, 502, 503, 504].includes(response.status)) {
      wait = Number(response.headers.get("Retry-After")) || 1;
    } else {
      settle(entry, "failed");
      console.error("intentbot:", told.error, told.fix);
    }
  } catch {
    clearTimeout(soon);
    // The next page goes on.
    if (isLeaving) return;
    typing(false);
    hint();
    wait = 1;
  }
  isBusy = false;
  if (!wait) return pump();
  if (++tries >= MOST_TRIES) return settle(entry, "failed");
  status.textContent = words.offline;
  timer = setTimeout(pump, 1000 * Math.max(wait, Math.min(15, 2 ** tries / 2)) * (1 + Math.random() / 4));
}
function answered(reply) {
  chat.conversation = reply.conversation;
  const { turn, language } = reply;
  const messages = (reply.messages || []).map(({ text, image, links, buttons, custom }) => ({ text, image, links, buttons, custom }));
  if (messages.length) add({ turn, language, messages });
  remember();
  if (!isPage && !panel.open) {
    bubble.classList.add("unread");
    bubble.setAttribute("aria-label", words.open + " (1)");
  }
  host.dispatchEvent(new CustomEvent("intentbot-reply", { detail: reply, bubbles: true }));
}
// The browser does not tell a script why it keeps an answer back: a server that is there has refused this page.
async function hint() {
  if (isHinted || new URL(server).origin === location.origin) return;
  isHinted = await fetch(server + "healthz", { mode: "no-cors" }).then(() => true, () => false);
  if (isHinted) console.error(`intentbot: ${server} answers, but not to this page. Start it with: intentbot serve MODEL --cors ${location.origin}`);
}
async function rate(entry, value) {
  const before = entry.value;
  const press = (now) => {
    entry.value = now;
    for (const button of drawn.get(entry).querySelectorAll(".thumbs button")) button.setAttribute("aria-pressed", button.className === now);
    remember();
  };
  press(value);
  const { turn } = entry, { conversation } = chat;
  const response = await post("feedback", { turn, conversation, value }).catch(() => ({}));
  if (!response.ok && entry.value === value && !isLeaving) press(before);
  status.textContent = response.ok ? "" : words.failed;
}

// What the page's author chose, and where the bot is.
const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
if (!script) return;
const options = script.dataset;
const server = new URL(options.server ? options.server.replace(/\/*$/, "/") : ".", script.src || location.href).href;
const isPage = "page" in options;

if (document.readyState === "loading") await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));

// Included twice, it is there once.
const others = [...document.querySelectorAll("intentbot-chat")];
if (others.some((other) => other.getAttribute("data-server") === server)) return;

const languageOf = (code) => String(code || "").toLowerCase().split(/[-_]/)[0];
const directionOf = (code) => (/^(ar|arc|dv|fa|he|ku|ps|sd|ug|ur|yi)$/.test(languageOf(code)) ? "rtl" : "ltr");
const wanted = languageOf(options.language || document.documentElement.lang || navigator.language);
const language = wanted in WORDS ? wanted : "en";
const words = Object.fromEntries(NAMES.split("|").map((name, i) => [name, WORDS[language].split("|")[i]]));
const title = options.title || words.title;
const direction = /^(ltr|rtl)$/.test(options.dir) ? options.dir : directionOf(language);
const greeting = options.greeting ?? words.hello;
const isTouched = () => matchMedia("(pointer: coarse)").matches;
const small = matchMedia("(max-width: 30em), (max-height: 25em)");

// What was said, kept for this tab. An entry of the log is a message of the visitor, {id, text, title, status},
// or an answer, {turn, language, messages, value}.
const key = "intentbot:" + server;
let chat;
function remember() {
  chat.log.splice(0, chat.log.length - 100);
  try {
    sessionStorage.setItem(key, JSON.stringify(chat));
  } catch {
    // Storage that is refused or full costs the history, not the chat.
  }
}
const begin = (open) => (chat = { conversation: "", log: [], draft: "", open });
function recall() {
  begin();
  try {
    const kept = JSON.parse(sessionStorage.getItem(key));
    if (Array.isArray(kept.log)) Object.assign(chat, kept);
  } catch {
    // Nothing is kept yet.
  }
}

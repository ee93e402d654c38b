const THUMB = "M7 11v9H4v-9h3l4-7.5c1.6 0 2.5 1.2 2.2 2.7L12.6 10H18c1.3 0 2.2 1 1.8 2.3l-1.7 6c-.3 1-1.2 1.7-2.2 1.7H7";
const drawn = new WeakMap();

function drawQuestion(entry) {
  const said = element("p", { className: "text", dir: "auto" }, entry.title || entry.text);
  return element("div", {}, element("span", { className: "hidden" }, words.you + ": "), said);
}
function drawAnswer(entry) {
  const node = element("div", { className: "bot" }, element("span", { className: "hidden" }, title + ": "));
  if (entry.language) Object.assign(node, { lang: entry.language, dir: directionOf(entry.language) });
  for (const { text, image, links, custom } of entry.messages) {
    if (text) node.append(element("p", { className: "text", dir: entry.language ? "" : "auto" }, ...withLinks(String(text))));
    if (image && harmless(image)) node.append(picture(harmless(image), String(custom?.alt || ""), String(text || title)));
    const items = (links || []).map((one) => element("li", {}, link(one.url, one.title || one.url)));
    if (items.length) node.append(element("ul", { className: "links" }, ...items));
  }
  if (entry.turn) {
    const thumbs = ["up", "down"].map((value) => {
      const button = iconButton(value, words[value], THUMB, () => rate(entry, value));
      button.setAttribute("aria-pressed", entry.value === value);
      return button;
    });
    node.append(element("div", { className: "thumbs", "aria-live": "off" }, ...thumbs));
  }
  // A choice holds until something else is said.
  const offers = entry === chat.log.at(-1) ? entry.messages.flatMap((message) => message.buttons || []) : [];
  const choices = offers.map(({ message, title }) =>
    element("button", { type: "button", onclick: () => ask(String(message || title), String(title || "")) }, title || message));
  if (choices.length) node.append(element("div", { className: "choices" }, ...choices));
  return node;
}
function picture(src, described, about) {
  const image = element("img", { loading: "lazy", alt: described || about, src });
  image.onload = () => image.parentNode === log.lastChild && reveal(log.lastChild);
  image.onerror = () => image.replaceWith(link(src, described || src));
  return image;
}
function draw(entry) {
  const node = entry.messages ? drawAnswer(entry) : drawQuestion(entry);
  drawn.set(entry, node);
  if (!entry.messages) mark(entry);
  return node;
}
// How far a message got. Its words stay untouched, so that a screen reader does not say them again.
function mark(entry, state = entry.status) {
  entry.status = state;
  const node = drawn.get(entry);
  node.className = "me " + state;
  node.querySelector(".note")?.remove();
  if (state !== "failed") return;
  const again = element("button", { type: "button", onclick: () => resend(entry) }, words.again);
  node.append(element("div", { className: "note" }, words.failed, again));
}

// The beginning of a long answer, the end of a short one.
function reveal(node) {
  if (node) log.scrollTop = node.offsetTop - 12;
}
function add(entry) {
  const offered = log.querySelector(".choices");
  if (offered?.contains(shadow.activeElement)) (isTouched() ? log : input).focus();
  offered?.remove();
  chat.log.push(entry);
  remember();
  log.append(draw(entry));
  reveal(log.lastChild);
}
function redraw() {
  log.replaceChildren(...(greeting ? [drawAnswer({ messages: [{ text: greeting }] })] : []), ...chat.log.map(draw));
  input.value = chat.draft;
  grow();
  reveal(log.lastChild);
}
function typing(isTyping) {
  dots.remove();
  status.className = isTyping ? "hidden" : "status";
  status.textContent = isTyping ? words.typing : "";
  if (!isTyping) return;
  log.append(dots);
  reveal(dots);
}

// A shadow root keeps the page's styles out and ours in; a style sheet made by a call needs no 'unsafe-inline'.
const host = element("intentbot-chat", { "data-server": server });
const shadow = host.attachShadow({ mode: "open" });
try {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
} catch {
  // Safari before 16.4.
  shadow.append(element("style", {}, STYLE));
}

const log = element("div", { className: "log", role: "log", tabIndex: 0, "aria-label": title });
const dots = element("div", { className: "dots", "aria-hidden": true }, ...[1, 2, 3].map(() => element("i")));
const status = element("p", { className: "status", role: "status" });
const input = element("textarea", { rows: 1, placeholder: words.message, "aria-label": words.message, enterKeyHint: "send" });
const send = iconButton("send", words.send, "M4 12h15M13 6l6 6-6 6");
send.type = "submit";
const form = element("form", { className: "form" }, input, send);
const name = element(isPage ? "h1" : "h2", { className: "name", id: "name" }, title);
const fresh = () => {
  restart();
  input.focus();
};
const head = element("div", { className: "head" }, name, iconButton("", words.fresh, "M5.5 9A7.5 7.5 0 1 1 5 14M5 4v5h5", fresh));
const panel = element(isPage ? "section" : "dialog", { className: "panel", "aria-labelledby": "name" }, head, log, status, form);
const bubble = iconButton("bubble", words.open, "M4 5h16v11H10l-5 4v-4H4z", () => show());
const side = options.position || (direction === "rtl" ? "left" : "right");
const root = element(isPage ? "div" : "aside", { className: "root " + side, lang: language, dir: direction }, panel);
if (!isPage) {
  head.append(iconButton("", words.close, "M6 6l12 12M18 6L6 18", hide));
  bubble.setAttribute("aria-haspopup", "dialog");
  root.setAttribute("aria-label", title);
  root.prepend(bubble);
}
root.style.setProperty("--n", others.length);
shadow.append(root);
if (isPage) script.after(host);
else document.documentElement.append(host);

// Black or white on the site's own colour, whichever is read better (relative luminance as in WCAG 2).
if (options.color && CSS.supports("color", options.color)) {
  root.style.setProperty("--accent", options.color);
  const [red, green, blue] = (getComputedStyle(send).backgroundColor.match(/[\d.]+/g) || [0, 0, 0]).map((part) =>
    part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  root.style.setProperty("--on", 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff");
}

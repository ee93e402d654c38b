// Elements are made by calls alone: what a bot or a visitor wrote is text and only text, and never becomes markup.
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}
function icon(path) {
  const [svg, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
const iconButton = (className, label, path, onclick) =>
  element("button", { type: "button", className, title: label, "aria-label": label, onclick }, icon(path));

// An address that may be linked to, else nothing: `javascript:` and the like are refused, however they are written.
function harmless(address) {
  try {
    const url = new URL(address, location.href);
    return /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}
function link(address, title) {
  const href = harmless(address);
  if (!href) return element("span", {}, title);
  // A page of the same site opens in place: the conversation comes along.
  const isElsewhere = /^http/.test(href) && new URL(href).origin !== location.origin;
  return element("a", { href, ...(isElsewhere && { target: "_blank", rel: "noopener" }) }, title);
}
const withLinks = (text) =>
  text.split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}»”’。，！？])/).map((part, i) => (i % 2 ? link(part, part) : part));

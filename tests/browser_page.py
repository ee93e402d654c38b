"""One tab of a browser that a test drives: look, click, type, ask."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

PATIENCE_S = 30
"""How long something that is waited for may take on a machine that is busy with other things."""

_FIND = """function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const element of root.querySelectorAll("*")) {
    const inside = element.shadowRoot && find(selector, element.shadowRoot);
    if (inside) return inside;
  }
  return null;
}
async function steady(element) {
  element.scrollIntoView({block: "nearest", behavior: "instant"});
  const before = element.getBoundingClientRect();
  for (let i = 0; i < 2; i++) await new Promise(resolve => requestAnimationFrame(resolve));
  const box = element.getBoundingClientRect();
  return box.x === before.x && box.y === before.y ? [box.x + box.width / 2, box.y + box.height / 2] : null;
}"""

_KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "Space": (32, " "), "Backspace": (8, "")} | {
    key: (code, "") for key, code in [("End", 35), ("Home", 36), ("ArrowUp", 38), ("ArrowDown", 40), ("Delete", 46)]
}
_MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class Driver(Protocol):
    """The browser that a tab belongs to."""

    def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to an order."""


class Page:
    """One tab.

    Attributes
    ----------
    console : list of str
        What the page and the browser wrote to the console, a mistake of a script included.
    """

    def __init__(self, browser: Driver, session: str, visitor: str, tab: str) -> None:
        self.browser, self.session, self.visitor, self.tab = browser, session, visitor, tab
        self.console: list[str] = []
        self._paused: list[str] = []

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to an order of the DevTools protocol for this tab."""
        return self.browser.send(method, self.session, **parameters)

    def hear(self, method: str, said: Mapping[str, Any]) -> None:
        """Keep what an event of the browser says of this tab."""
        if method == "Runtime.consoleAPICalled":
            self.console.append(" ".join(str(part.get("value", part.get("description"))) for part in said["args"]))
        elif method == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.console.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Log.entryAdded":
            self.console.append(said["entry"]["text"])
        elif method == "Fetch.requestPaused":
            self._paused.append(said["requestId"])

    def look(self, *, width: int = 1280, height: int = 800, is_phone: bool = False, **media: str) -> None:
        """Set the size of the window, and what the person prefers: ``prefers_color_scheme="dark"``."""
        scale = 2 if is_phone else 1
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=is_phone
        )
        self.send("Emulation.setTouchEmulationEnabled", enabled=is_phone)
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.send("Emulation.setEmulatedMedia", features=features)

    def go(self, address: str) -> None:
        """Go to an address, and wait until the page has loaded."""
        failure = self.send("Page.navigate", url=address).get("errorText")
        assert not failure, f"{address}: {failure}"
        self.wait_until("document.readyState == 'complete'")

    def reload(self) -> None:
        """Load the page again."""
        self.run("window.isOld = true")
        self.send("Page.reload")
        self.wait_until("!window.isOld && document.readyState == 'complete'")

    def back(self, steps: int = 1) -> None:
        """Go back in the history; forward where `steps` is negative."""
        history = self.send("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - steps]
        self.send("Page.navigateToHistoryEntry", entryId=entry["id"])
        self.wait_until(f"location.href == {json.dumps(entry['url'])} && document.readyState == 'complete'")

    def run(self, script: str) -> Any:
        """Return the value of an expression, which may be a promise; ``find(selector)`` is at hand in it."""
        expression = f"(() => {{ {_FIND}; return {script}\n }})()"
        found = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if details := found.get("exceptionDetails"):
            raise AssertionError(details.get("exception", {}).get("description", details["text"]))
        return found["result"].get("value")

    def wait_until(self, script: str) -> Any:
        """Return the value of an expression as soon as it is true."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                # What JavaScript holds to be true may be empty here, as an element is.
                if (value := self.run(f"({script}) || null")) is not None:
                    return value
            except AssertionError as error:
                # A page that is just being left answers nothing.
                if time.monotonic() > end or "context" not in str(error).lower():
                    raise
            assert time.monotonic() < end, f"never came true: {script}\nconsole: {self.console}"
            time.sleep(0.02)

    def wait_for(self, selector: str, text: str = "") -> str:
        """Return the text of an element as soon as it is seen and has `text` in it."""
        wanted = (
            f"(found.checkVisibility() && found.textContent.includes({json.dumps(text)}) ? [found.textContent] : null)"
        )
        script = f"(() => {{ const found = find({json.dumps(selector)}); return found && {wanted} }})()"
        return str(self.wait_until(script)[0])

    def wait_for_console(self, words: str) -> None:
        """Return as soon as something with these words was written to the console."""
        self._hear_until(lambda: any(words in line for line in self.console), f"never said: {words}")

    def _hear_until(self, is_true: Callable[[], bool], failure: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not is_true():
            assert time.monotonic() < end, f"{failure}\nconsole: {self.console}"
            self.run("1")
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Click the middle of an element, as a person does with a mouse, once it stands still."""
        self.wait_for(selector)
        x, y = self.wait_until(f"steady(find({json.dumps(selector)}))")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Write into a field, after clicking it."""
        self.click(selector)
        self.write(text)

    def write(self, text: str) -> None:
        """Write where the focus is."""
        self.send("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key where the focus is: ``Enter``, ``Tab``, ``Shift+Tab``, ``Escape``, ``a``."""
        *held, name = key.split("+")
        code, text = _KEYS.get(name) or (ord(name.upper()), name)
        pressed = {
            "key": " " if name == "Space" else name,
            "code": name if name in _KEYS else f"Key{name.upper()}",
            "windowsVirtualKeyCode": code,
            "modifiers": sum(_MODIFIERS[modifier] for modifier in held),
        }
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **pressed)
        self.send("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def focused(self) -> str:
        """Return what a screen reader would call the element that has the focus, or its tag."""
        deepest = "let at = document.activeElement; while (at?.shadowRoot) at = at.shadowRoot.activeElement"
        name = "at?.ariaLabel || at?.labels?.[0]?.textContent || at?.textContent.trim() || at?.localName || ''"
        return str(self.run(f"(() => {{ {deepest}; return {name} }})()"))

    def offline(self, is_offline: bool = True) -> None:
        """Take the network away from the tab, or give it back."""
        self.send(
            "Network.emulateNetworkConditions",
            offline=is_offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def lose_answer(self, address: str) -> None:
        """Break the connection of the next request to an address such as ``*/reply``, once the server has answered."""
        self.send("Fetch.enable", patterns=[{"urlPattern": address, "requestStage": "Response"}])
        self._hear_until(lambda: bool(self._paused), f"no answer from {address}")
        self.send("Fetch.failRequest", requestId=self._paused.pop(), errorReason="ConnectionReset")
        self.send("Fetch.disable")

    def screenshot(self, path: Path) -> None:
        """Write what is seen as a PNG."""
        picture = self.send("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(picture))

    def close(self) -> None:
        """Close the tab."""
        self.browser.send("Target.closeTarget", targetId=self.tab)

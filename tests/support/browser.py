"""Pages as a real browser shows them: Chromium without a window, asked over its DevTools protocol.

Its own `--screenshot` is no use for narrow pages: a window is at least 500 pixels wide, so a picture of 360 pixels
is the left part of a wider page. DevTools lays the page out at the width that is asked for.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from websockets.sync.client import connect
from websockets.sync.connection import Connection

# Debian names it chromium; others ship the same program under these names.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60.0  # a cold start on a busy machine of two cores takes ten

FLAGS = (
    "--headless",
    "--no-sandbox",  # Chromium refuses to run as root, as in a container, with its sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",  # the 64 MB of a container's /dev/shm are too few
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",  # they would take 15 pixels of the width
    "--remote-debugging-port=0",
    # A page that needs anything from outside must look as broken here as it would in a mail client.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One page, laid out and pictured. Sizes are CSS pixels."""

    png: Path
    content_width: int  # more than was asked for: the page scrolls sideways
    content_height: int
    requested: tuple[str, ...]  # every address that the page itself asked for, without data: and cid:


class Browser:
    """A running Chromium with one tab."""

    def __init__(self, tab: Connection) -> None:
        self._tab = tab
        self._sent = 0
        self._events: list[dict[str, Any]] = []
        self._ask("Page.enable")
        self._ask("Network.enable")

    def show(self, page: Path | str, png: Path, *, width: int, dark: bool = False) -> Shown:
        """Show a file or an address at the width, in light or dark mode, and keep the whole page as `png`."""
        address = page.resolve().as_uri() if isinstance(page, Path) else page
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        self._events.clear()
        failure = self._ask("Page.navigate", url=address).get("errorText")
        if failure:
            pytest.fail(f"Chromium cannot show {address}: {failure}")
        self._wait_for("Page.loadEventFired")
        size = self.picture(png)
        asked = [event["params"]["request"]["url"] for event in self._named("Network.requestWillBeSent")]
        others = tuple(url for url in asked if url != address and not url.startswith(("data:", "cid:")))
        return Shown(png, round(size["width"]), round(size["height"]), others)

    def picture(self, png: Path) -> dict[str, float]:
        """Keep the whole page that is shown; its size."""
        size: dict[str, float] = self._ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        picture = self._ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        png.write_bytes(base64.b64decode(picture))
        return size

    def evaluate(self, script: str) -> Any:
        """What the script gives on the page that is shown, a promise's answer included. No policy of the page stops
        it."""
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            pytest.fail(f"a script failed on the page: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release 'Tab', 'Enter' or ' ', as on a keyboard."""
        text = {"Enter": "\r", " ": " "}.get(key, "")
        code = {"Tab": 9, "Enter": 13, " ": 32}[key]
        event = {"key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
        self._ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **event)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._ask("Input.insertText", text=text)

    def press_and_wait(self, key: str) -> None:
        """Press a key that leads to another page, and wait until it is there."""
        self._events.clear()
        self.press(key)
        self._wait_for("Page.loadEventFired")

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        self._sent += 1
        self._tab.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            answer = self._receive()
            if answer.get("id") == self._sent:
                if "error" in answer:
                    pytest.fail(f"Chromium refused {method}: {answer['error']['message']}")
                return dict(answer["result"])

    def _wait_for(self, event: str) -> None:
        while not self._named(event):
            self._receive()

    def _named(self, event: str) -> list[dict[str, Any]]:
        return [seen for seen in self._events if seen["method"] == event]

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._tab.recv(timeout=SECONDS))
        if "method" in message:
            self._events.append(message)
        return message


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser for the length of a test or a module; skips where no Chromium is installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing = "no Chromium on this machine; `apt-get install chromium` brings it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            # A proxy of the environment must not come between us and the loopback.
            with connect(_tab_address(Path(profile), process), max_size=None, proxy=None) as tab:
                yield Browser(tab)
        finally:
            process.terminate()
            process.wait(SECONDS)


def _tab_address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the tab is spoken to, once Chromium has written its port into the profile and opened the tab."""
    deadline = time.monotonic() + SECONDS
    with requests.Session() as session:
        session.trust_env = False
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.05)
            port = profile / "DevToolsActivePort"
            if not port.is_file() or "\n" not in port.read_text():
                continue
            address = f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"
            tabs = [tab for tab in session.get(address, timeout=SECONDS).json() if tab["type"] == "page"]
            if tabs:
                return str(tabs[0]["webSocketDebuggerUrl"])
    pytest.fail(f"Chromium did not open a tab within {SECONDS:.0f} s (exit status {process.poll()})")

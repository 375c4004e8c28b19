"""What axe-core finds on the page that a browser shows: barriers for people who use a keyboard or a screen reader."""

import json
from importlib.util import find_spec
from pathlib import Path

from tests.support.browser import Browser

# The package is there for this one file of Deque's (MPL-2.0); importing it would want a browser of its own.
_PACKAGE = "axe_playwright_python"

_RUN = """
axe.run(WITHIN, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
    found => found.violations.map(rule => `${rule.id}: ${rule.help}: ` + rule.nodes.map(node => node.html).join(" | ")))
"""


def barriers(browser: Browser, within: str = "html") -> list[str]:
    """One line for each rule that the page, or the part of it that a selector names, breaks, with the elements."""
    found = find_spec(_PACKAGE)
    assert found is not None, "`make .venv/.ready` brings axe-core"
    assert found.origin is not None
    browser.evaluate((Path(found.origin).parent / "axe.min.js").read_text("utf-8") + "; null")
    lines: list[str] = browser.evaluate(_RUN.replace("WITHIN", json.dumps(within)))
    return lines

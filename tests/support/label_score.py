"""The changes as the scorer of the hand-made labels reads them."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support.paths import SHARED


def label_score(changes: Iterable[Mapping[str, Any]], folder: Path) -> str:
    """The scorer's report on changes, given as `moawatch changes --format json` prints them.

    The labels know no renewals: where an agreement is missing for a while and then signed again, they have an ending
    and a new agreement, and call both ambiguous. To be scored, such a renewal counts as both.
    """
    rows = [dict(change) | ({"status": "confirmed"} if was_renewed(change) else {}) for change in changes]
    (folder / "changes.json").write_text(json.dumps(rows, default=str))
    command = [sys.executable, str(SHARED / "lists" / "score.py"), str(folder / "changes.json"), "--verbose"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def was_renewed(change: Mapping[str, Any]) -> bool:
    """Whether this is an ending that was withdrawn because the agreement was signed again."""
    return change["kind"] == "agreement_ended" and str(change["evidence"][-1]).endswith(": renewed")

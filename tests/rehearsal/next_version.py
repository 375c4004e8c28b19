"""The next version of the program: the same, with one migration more, in a checkout of its own."""

import shutil
from pathlib import Path

from models.record.store import MIGRATIONS
from tests.support.migration_history import SECOND
from tests.support.paths import ROOT


def next_version(folder: Path) -> Path:
    """The folder of that checkout."""
    checkout = folder / "next"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("flows", "models", "templates", "data", "deploy"):
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    versions = checkout / MIGRATIONS.relative_to(ROOT) / "versions"
    before = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))
    after = f"{int(before) + 1:04}"
    text = SECOND.replace("{head}", before).replace('"later2"', f'"{after}"')  # a record's version is a number
    (versions / f"{after}_next.py").write_text(text, encoding="utf-8")
    return checkout

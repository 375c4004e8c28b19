"""A digest for programs: all of it as JSON for a web hook, its changes as CSV for spreadsheets."""

import json
from dataclasses import asdict, fields
from typing import Any

from flows.digests.drawing.page import county_words
from flows.digests.drawing.plain import visible
from flows.terminal import as_csv
from models.digests.content import DigestContent, Item

# Goes up when a field is renamed or removed, not when one is added.
JSON_VERSION = 2

COLUMNS = tuple(field.name for field in fields(Item) if field.name not in ("filled_in", "in_counties"))


def as_json(digest_id: str, content: DigestContent) -> bytes:
    """ASCII JSON of everything; the digest's id lets the receiver recognize a repeat. Names are as printed."""
    document: dict[str, Any] = {"version": JSON_VERSION, "digest": digest_id, **asdict(content)}
    return json.dumps(document, default=str).encode("ascii")


def changes_csv(content: DigestContent) -> str:
    """One row for each change, in the order of the page; without changes only a header. No cell is a formula."""
    if not content.items:
        return ",".join(COLUMNS) + "\n"
    rows = ({name: getattr(item, name) for name in COLUMNS} | {"county": county_words(item)} for item in content.items)
    return as_csv([{name: "" if cell is None else visible(str(cell)) for name, cell in row.items()} for row in rows])

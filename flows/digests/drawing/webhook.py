"""A digest as JSON for a program: the whole content, with the digest's id so that a repeat can be told."""

import json
from dataclasses import asdict
from typing import Any

from models.digests.content import DigestContent

# Raised when a field is renamed or goes; a new one is no new version.
VERSION = 1


def body(digest_id: str, content: DigestContent) -> bytes:
    """ASCII JSON: names stand in it as printed, with everything unusual as an escape."""
    document: dict[str, Any] = {"version": VERSION, "digest": digest_id, **asdict(content)}
    return json.dumps(document, default=str).encode("ascii")

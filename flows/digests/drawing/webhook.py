"""A digest as JSON for a program: the whole content, with the digest's id so that repeats can be recognized."""

import json
from dataclasses import asdict
from typing import Any

from models.digests.content import DigestContent

# Goes up when a field is renamed or removed, not when one is added.
VERSION = 1


def body(digest_id: str, content: DigestContent) -> bytes:
    """ASCII JSON: names as printed, with everything unusual escaped."""
    document: dict[str, Any] = {"version": VERSION, "digest": digest_id, **asdict(content)}
    return json.dumps(document, default=str).encode("ascii")

"""One attempt to fetch one URL, and why it failed."""

from dataclasses import dataclass, field
from datetime import datetime

from flows.fetching.answers import Answer
from flows.fetching.headers import charset, file_name, validator

LATER = "the next run tries again"


@dataclass(slots=True)
class Attempt:
    """One attempt to fetch one URL, whatever came of it. User names and passwords are left out of its URLs.

    `url` is what was asked for, as it was written; the other addresses stand in the spelling that was connected to.
    """

    url: str
    final_url: str  # after redirects
    requested_at: datetime  # UTC
    status: int | None = None  # None: no answer
    etag: str | None = None
    last_modified: str | None = None  # as the header had it
    file_name: str | None = None
    charset: str | None = None
    bytes: int = 0
    document_sha256: str | None = None  # of what came, complete or not; None: nothing was kept
    seconds: float = 0.0
    error: str | None = None  # None: a document, or 'not modified'
    redirects: list[str] = field(default_factory=list)  # every URL it was redirected to, in order

    def answered(self, answer: Answer | None) -> None:
        headers = answer.headers if answer else {}
        self.status = answer.status if answer else None
        self.etag, self.last_modified = validator(headers, "ETag"), validator(headers, "Last-Modified")
        self.file_name = file_name(headers, self.final_url) if answer else None
        self.charset = charset(headers)
        self.bytes = len(answer.content) if answer else 0


class AttemptFailedError(Exception):
    """Why an attempt failed, and whether and when another may help."""

    def __init__(self, cause: str, advice: str = LATER, temporary: bool = False, after: float | None = None) -> None:
        super().__init__(cause)
        self.advice, self.temporary, self.after = advice, temporary, after

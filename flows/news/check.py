"""A sentence, a file or a page checked against the record on request. It does not become part of the record's news."""

import calendar
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

from flows.figures import known_baselines, known_statements
from flows.served import served
from flows.sources.cage.readers import read_article
from flows.world import World
from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim, Role
from models.errors import ReadError
from models.record.asking import Row
from models.record.asking.news.record_view import record_view
from models.record.store import Session
from models.verdicts.holding.checking import hold_all
from models.verdicts.values import Verdict

# A bare sentence need not name the program.
_SUBJECT = "287(g) agreements with ICE: "

# No article is larger.
_MAX_BYTES = 6_000_000

# The source under which the record lists the fetch of a page to check.
_SOURCE = "check"


def check(session: Session, article: ArticleText, today: date) -> list[Row]:
    """The claims of a text, each with its verdict, as JSON prints them.

    Where only the month of the text is known, its claims about the present that name no day are read as of that month.
    """
    claims = [_without_subject(claim) for claim in extract(article).claims]
    if article.published is not None and len(article.published) == len("YYYY-MM"):
        undated = [claim.role is Role.CURRENT and not claim.as_of for claim in claims]
        claims = [
            replace(claim, as_of=article.published) if is_undated else claim
            for claim, is_undated in zip(claims, undated, strict=True)
        ]
    view = record_view(session, known_baselines(), known_statements())
    verdicts = hold_all(claims, _day(article.published, today), today, view)
    return [_row(claim, verdict) for claim, verdict in zip(claims, verdicts, strict=True)]


def told_events(article: ArticleText) -> list[str]:
    """The policy events of a text, each in one line with the row that found it and what settled actor and date."""
    return [
        f"{'proposed ' if event.proposed else ''}{event.kind.replace('_', ' ')}, {event.place}"
        f"{f' ({event.actor})' if event.actor else ''}, {event.date or 'no date'}: {'; '.join(event.reasons)}"
        for event in extract(article).events
    ]


def sentence(text: str, published: str | None) -> ArticleText:
    """A bare sentence as a text about the program; `published` is an ISO day or month."""
    return _plain(f"{_SUBJECT}{text}", published)


def saved_text(path: Path, published: str | None, now: datetime) -> ArticleText:
    """A saved page or plain text. Raises ReadError if it is neither."""
    try:
        body = path.read_bytes()[: _MAX_BYTES + 1]
    except OSError as error:
        raise ReadError(f"file {path}: cannot be read ({error.strerror}); check its name and permissions") from error
    if body.lstrip()[:1] == b"<":
        return _page(body, path.resolve().as_uri(), published, now)
    if b"\x00" in body or len(body) > _MAX_BYTES:
        raise ReadError(f"file {path}: expected an HTML page or plain text of up to {_MAX_BYTES:,} bytes")
    return _plain(body.decode("utf-8", "replace"), published)


def fetched_page(world: World, url: str, published: str | None) -> ArticleText:
    """A page, fetched politely and archived. Raises FetchError or ReadError."""
    document = served(world, _SOURCE, url)
    return _page(document.content, document.url, published, world.clock(), document.charset)


def _row(claim: Claim, verdict: Verdict) -> Row:
    words = asdict(claim) | {"value": _whole(claim.value), "value_high": _whole(claim.value_high)}
    found = asdict(verdict)
    return {"claim": words, "verdict": found.pop("kind")} | found


def _whole(value: float | None) -> float | None:
    """958 rather than 958.0."""
    return int(value) if value is not None and float(value).is_integer() else value


def _plain(text: str, published: str | None) -> ArticleText:
    return ArticleText("", text, published, "", "")


def _page(body: bytes, url: str, published: str | None, now: datetime, charset: str | None = None) -> ArticleText:
    page = read_article(body, url, now, charset)
    if not page.text:
        raise ReadError(f"page {url}: no text found; save what you see as a file and check the file")
    stamp = published or (page.published.isoformat() if page.published else None)
    return ArticleText(page.title, page.text, stamp, page.outlet, page.url)


def _without_subject(claim: Claim) -> Claim:
    """The claim with its place in the sentence as it was typed."""
    if not claim.sentence.startswith(_SUBJECT):
        return claim
    start, end = (max(0, offset - len(_SUBJECT)) for offset in (claim.start, claim.end))
    return replace(claim, sentence=claim.sentence.removeprefix(_SUBJECT), start=start, end=end)


def _day(published: str | None, today: date) -> date | None:
    """The day of an ISO date-time or date; of a month its last day that has come."""
    if published is None:
        return None
    if len(published) == len("YYYY-MM"):
        first = date.fromisoformat(f"{published}-01")
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return max(first, min(last, today))
    moment = datetime.fromisoformat(published)
    return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()

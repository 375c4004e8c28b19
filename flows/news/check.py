"""A sentence, a file or a page, held against the record for one who asks; nothing of it enters the record's news."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from flows.news.figures import known_baselines, known_statements
from flows.served import served
from flows.world import World
from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim
from models.errors import ReadError
from models.record.asking import Row
from models.record.asking.record_views import record_view
from models.verdicts.checking import hold_all
from models.verdicts.values import Verdict

# Whoever checks a bare sentence means the program; the sentence need not name it.
_SUBJECT = "287(g) agreements with ICE: "

# Larger files are no articles.
_MAX_BYTES = 6_000_000

# How a page that somebody wants checked appears among the fetches.
_ASKED = "check"


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what the record says of it."""

    claim: Claim
    verdict: Verdict


def check(session: Session, article: ArticleText, today: date) -> list[Checked]:
    """The claims of a text, each held against the lists of the record."""
    claims = [_without_subject(claim) for claim in extract(article).claims]
    view = record_view(session, known_baselines(), known_statements())
    verdicts = hold_all(claims, _day(article.published), today, view)
    return [Checked(claim, verdict) for claim, verdict in zip(claims, verdicts, strict=True)]


def sentence(text: str, published: date | None) -> ArticleText:
    """A bare sentence as a text about the program."""
    return ArticleText("", f"{_SUBJECT}{text}", published.isoformat() if published else None, "", "")


def saved_text(path: Path, published: date | None, now: datetime) -> ArticleText:
    """A saved page or plain text. Raises ReadError where it is neither."""
    try:
        body = path.read_bytes()[: _MAX_BYTES + 1]
    except OSError as error:
        raise ReadError(f"file {path}: cannot be read ({error.strerror})") from error
    if body.lstrip()[:1] == b"<":
        return _page(body, path.resolve().as_uri(), published, now)
    if b"\x00" in body or len(body) > _MAX_BYTES:
        raise ReadError(f"file {path}: neither a page nor plain text of up to {_MAX_BYTES:,} bytes")
    text = body.decode("utf-8", "replace")
    return ArticleText("", text, published.isoformat() if published else None, "", "")


def fetched_page(world: World, url: str, published: date | None) -> ArticleText:
    """A page, fetched politely and archived. Raises FetchError or ReadError."""
    document = served(world, _ASKED, url)
    return _page(document.content, document.url, published, world.clock())


def as_row(checked: Checked) -> Row:
    """The JSON of one claim with its verdict."""
    claim, verdict = checked.claim, checked.verdict
    row: dict[str, Any] = {
        "claim": asdict(claim) | {name: _plain(getattr(claim, name)) for name in ("value", "value_high")},
        "verdict": verdict.kind.value,
        "sentence": verdict.sentence,
        "list_date": verdict.list_date,
        "list_sha256": verdict.list_sha256,
        "list_value": verdict.list_value,
        "difference": verdict.difference,
        "way": verdict.way,
        "computed": verdict.computed,
        "said_before": [asdict(each) for each in verdict.said_before],
    }
    return row


def _plain(value: float | None) -> float | None:
    """958 rather than 958.0."""
    return int(value) if value is not None and float(value).is_integer() else value


def _page(body: bytes, url: str, published: date | None, now: datetime) -> ArticleText:
    from flows.sources.article import read_article  # it takes a second, which a sentence need not wait

    page = read_article(body, url, now)
    if not page.text:
        raise ReadError(f"page {url}: shows no text; save what you see as a file and check that")
    stamp = published.isoformat() if published else page.published.isoformat() if page.published else None
    return ArticleText(page.title, page.text, stamp, page.outlet, page.url)


def _without_subject(claim: Claim) -> Claim:
    """The claim as it stands in a bare sentence."""
    if not claim.sentence.startswith(_SUBJECT):
        return claim
    return replace(
        claim,
        sentence=claim.sentence.removeprefix(_SUBJECT),
        start=max(0, claim.start - len(_SUBJECT)),
        end=max(0, claim.end - len(_SUBJECT)),
    )


def _day(published: str | None) -> date | None:
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()

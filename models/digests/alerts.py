"""Which failure of a source its operators are told, when, and what they can do about it.

One failed run is weather: the next one mends it. Two in a row are told, and at once what no later run will mend by
itself: a refusal, an address that is gone, a page or file in another form.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

# A source has ten minutes in one run, and the shortest schedule leaves hours between two.
_WITHIN_A_RUN = timedelta(minutes=10)

_IN_A_ROW = 2

# What our readers say at the end of what is only broken in transit.
_PASSING = ("the next run tries again", "fetch it again")


class Cause(StrEnum):
    """Why a source failed, as far as it decides who has to do what."""

    REFUSED = "refused"
    GONE = "gone"
    NO_HOST = "no host"
    FORM = "form"
    RATE = "rate"
    PASSING = "passing"


_AT_ONCE = frozenset({Cause.REFUSED, Cause.GONE, Cause.NO_HOST, Cause.FORM})

_BY_STATUS = {401: Cause.REFUSED, 403: Cause.REFUSED, 404: Cause.GONE, 410: Cause.GONE, 429: Cause.RATE}

HEADLINES = {
    Cause.REFUSED: "a source refuses access",
    Cause.GONE: "a source's address is gone",
    Cause.NO_HOST: "a source's host is not found",
    Cause.FORM: "a source changed its form",
    Cause.PASSING: "one source is not responding",
}

_ADVICE = {
    Cause.REFUSED: "the publisher blocks this client: see MOAWATCH_USER_AGENT, or ask the publisher to let it through",
    Cause.GONE: "find the new address and correct it in {registry}",
    Cause.NO_HOST: "check this machine's network; if other sites answer, correct the address in {registry}",
    Cause.PASSING: "open {url} in a browser; if it opens there, see MOAWATCH_USER_AGENT",
}


class Tried(NamedTuple):
    """One attempt to fetch one address of a source, and whether what it brought is in the record."""

    at: datetime
    url: str
    status: int | None  # None: no answer
    error: str | None
    noted: bool


class SourceAlert(NamedTuple):
    """A failing source that operators are told of."""

    cause: Cause
    words: str


def alert(tried: Sequence[Tried], page: str, registry: str) -> SourceAlert | None:
    """What operators are told of a source, from its last attempts, the newest first; None where nothing is yet.

    page: the address of a page that links the files of the source, '' where it has none. registry: the file in which
    the source's own address stands.
    """
    failures: list[Tried] = []
    for run in _runs(tried):
        failure = _failure(run)
        if failure is None:
            break
        failures.append(failure)
    if not failures:
        return None
    newest, runs = failures[0], len(failures)
    cause = cause_of(newest)
    if cause is Cause.GONE and page and newest.url != page:
        cause = Cause.PASSING  # the page may link another file by the next run; nothing in the registry is wrong
    # GDELT often answers 429, which says that it is busy and nothing about us: it is told when the source is late.
    if cause is Cause.RATE or (cause not in _AT_ONCE and runs < _IN_A_ROW):
        return None
    said = newest.error or ""
    often = f"failed in the last {runs} runs" if runs > 1 else "failed"
    advice = _ADVICE.get(cause, "").format(registry=registry, url=newest.url)
    return SourceAlert(cause, "; ".join(filter(None, (f"{often}: {said}", advice))))


def cause_of(failure: Tried) -> Cause:
    said = failure.error or ""
    if failure.status in _BY_STATUS:
        return _BY_STATUS[failure.status]
    if failure.status is None:
        return Cause.NO_HOST if "host name not found" in said else Cause.PASSING
    # An answer came that is not what our readers know. They name the document before a colon; the fetcher's own words
    # for what did not come whole ('connection cut after 1,000 bytes') have none.
    unread = failure.status in (200, 304) and ": " in said and not said.endswith(_PASSING)
    return Cause.FORM if unread else Cause.PASSING


def _runs(tried: Iterable[Tried]) -> list[list[Tried]]:
    """The attempts of each run, the newest run first."""
    runs: list[list[Tried]] = []
    for each in tried:
        if runs and runs[-1][-1].at - each.at <= _WITHIN_A_RUN:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _failure(run: Sequence[Tried]) -> Tried | None:
    """The failure of a run that tells most; None where all of it is in the record, or every address was read in the
    end."""
    if any(each.noted for each in run):
        return None
    last: dict[str, Tried] = {}
    for each in run:
        last.setdefault(each.url, each)
    failed = [each for each in last.values() if each.error]
    return min(failed, key=lambda each: cause_of(each) not in _AT_ONCE, default=None)

"""Which counted papers are the program's: agreements in force, applications that wait."""

import re

from models.claims.lexicon import OUTSIDE, PENDING, PROGRAM
from models.claims.phrases import Counted
from models.claims.stated import Metric

_OTHER_CONTRACT = re.compile(
    r"\b(?:mutual\s+aid|detention|beds?|intergovernmental|dispatch|lease|labor|union|trade|plea|peace|real\s+estate|"
    r"service\s+agreements?|IGSA|flock|camera|plate\s+reader|data[\s-]sharing)\b",
    re.I,
)
_CALLED_OFF = re.compile(
    r"\s*(?:that|which)?\s*(?:were|was|have\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:cancel|terminat|end|rescind|withdr)\w*"
)
# '201 of them have signed two agreements', 'a county counts twice if it has two agreements'
MAX_OF_ONE_BODY = 3
_EACH_HAS = re.compile(
    r"\b(?:of\s+them|it|one|each|every|some|many)\s+(?:has|have|had|signed|holds?|can|may)\s+(?:signed\s+|hold\s+)?$"
)
_HAS_ONE = re.compile(r"\b(?:only|has|had|just)\s+one$|\ba\s+single$", re.I)
_MAX_APPLICATIONS = 500  # more were never told to wait at once; ICE's own recruits apply by the ten thousand
_JOBS = re.compile(
    r"\b(?:job|officer|deputy|FOIA|grant|media|interview|information|asylum|visa|naturalization|green\s+card|citizenship|records|detainer|employment|public)\b",
    re.I,
)
LISTS = re.compile(r"\b(?:list|roster|spreadsheet|database)\b", re.I)  # 'the list grew to 320 entries'
MAY = re.compile(r"\b(?:can|could|may|might)\s+(?:\w+\s+)?$")


def agreements(counted: Counted) -> Metric | None:
    """Agreements of the program, in force or pending."""
    if _OTHER_CONTRACT.search(counted.words) or _OTHER_CONTRACT.search(counted.tail[:40]):
        return None
    if re.search(r"\b(?:similar|such\s+as)\b", counted.words):
        return None
    waiting = pending_tail(counted.tail[:60]) and "active" not in counted.phrase.words
    if "pending" in counted.phrase.words or waiting:
        return Metric.PENDING
    if OUTSIDE.search(counted.clause) and not PROGRAM.search(counted.words):
        return None
    if counted.phrase.head == "entries" and not LISTS.search(counted.text):
        return None
    if counted.phrase.head == "programs" and not PROGRAM.search(counted.words):
        return None
    vague = counted.phrase.head in ("approvals", "arrangements", "arrangement")
    if vague and not PROGRAM.search(counted.text) and counted.quantity.value < 20:
        return None
    if MAY.search(counted.before) or _CALLED_OFF.match(counted.tail):
        return None
    if counted.quantity.value <= MAX_OF_ONE_BODY and _EACH_HAS.search(counted.before):
        return None
    if counted.quantity.value == 1 and not _HAS_ONE.search(counted.text, 0, counted.quantity.end):
        return None
    return Metric.AGREEMENTS


def applications(counted: Counted) -> Metric | None:
    """Applications that wait; those that were approved are agreements."""
    if _JOBS.search(counted.words) or re.search(r"\bjobs?\b|for\s+(?:jobs|asylum)", counted.tail[:30]):
        return None
    settled = re.search(r"\b(?:approved|signed)", f"{counted.words} {counted.tail[:25]}")
    if settled or re.search(r"\bapproved\s+(?:\w+\s+)?$", counted.before):
        return Metric.AGREEMENTS
    return Metric.PENDING if counted.quantity.value <= _MAX_APPLICATIONS else None


def pending_tail(tail: str) -> bool:
    if re.match(r"\s*(?:whether|if)\b", tail) or re.search(
        r"\b(?:appl(?:ied|ying)|submitted|put\s+in|asked)\s+(?:for\s+)?(?:\w+\s+)?(?:invoice|reimburs|grant|fund|money|jobs|bill)",
        tail,
        re.I,
    ):
        return False
    return re.match(r"(?:(?!\band\b|\bhave\s+signed)[^.;]){0,45}?" + PENDING.pattern, tail, re.I) is not None

"""The changes that people labeled by hand, against the mails: whoever asked for the place must have been told."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.mails.checking import Fault, What
from tests.mails.parts import Part, take_apart
from tests.mails.places import NATION
from tests.mails.rows import tidy
from tests.questions.counted_anew import STATES, folded
from tests.replay.replaying import SentMail

# An ending is told as possible at once, but as sure only once three lists and two days have passed, and two lists were
# three weeks apart. A monthly mail comes later: the second one after the list at the latest.
_WITHIN = timedelta(days=32)
_MAILS = 2

_TYPES = {"Jail": "JEM", "Task": "TFM", "Warrant": "WSO"}
_GONE = ("ended", "missing", "no longer")


@dataclass(frozen=True, slots=True)
class Label:
    day: date
    ended: bool
    state: str
    name: str  # folded
    support_type: str
    words: str


def labels(path: Path) -> list[Label]:
    """The agreements that came and went according to the labels, in their order."""
    with path.open(newline="") as file:
        rows = [each for each in csv.DictReader(file) if each["class"] == "REAL"]
    found = []
    for each in rows:
        model = each["model_after"] or each["model_before"]
        name = each["agency_after"] or each["agency_before"]
        state = " ".join(each["state"].upper().split())
        kind = next((code for word, code in _TYPES.items() if word in model), "")
        words = f"{each['to_published']} {each['kind']}: {tidy(name)}, {state}, {kind}"
        ended = each["kind"].startswith("removed")
        found.append(
            Label(date.fromisoformat(each["to_published"]), ended, STATES.get(state, state), folded(name), kind, words)
        )
    return found


def untold_labels(mails: Sequence[SentMail], path: Path) -> list[Fault]:
    """The labeled changes that a reader of the whole country or of their states was never told of."""
    by_reader: dict[str, list[SentMail]] = defaultdict(list)
    for mail in mails:
        by_reader[mail.wish.name].append(mail)
    known = labels(path)
    return [fault for each in by_reader.values() for fault in _untold(each, known)]


def _untold(mails: Sequence[SentMail], known: Iterable[Label]) -> list[Fault]:
    wish = mails[0].wish
    if set(wish.asks) & {"counties", "agencies", "support_types", "bodies", "kinds"}:
        return []  # what concerns them is not in the labels
    states = set(wish.several("states")) or {NATION}
    # A reader is told what comes after they joined, and the last changes may be told after the last mail.
    begin, end = mails[0].facts.at.date(), mails[-1].facts.at.date() - _WITHIN
    said = [(mail.facts.at.date(), _said(mail.content)) for mail in mails]

    def soon_after(day: date) -> list[Mapping[str, list[str]]]:
        later = [(on, mail) for on, mail in said if on >= day - timedelta(days=1)]
        return [mail for number, (on, mail) in enumerate(later) if number < _MAILS or on <= day + _WITHIN]

    return [
        Fault(What.UNTOLD, f"{wish.name}", "", label.words, "no mail of the following weeks tells it")
        for label in known
        if begin < label.day <= end
        and states & {NATION, label.state}
        and not any(_tells(each, label) for mail in soon_after(label.day) for each in mail.get(label.name, ()))
    ]


def _said(content: bytes) -> Mapping[str, list[str]]:
    """What a mail says of each agency in its text and its table, by the agency's folded name."""
    apart = take_apart(content)
    found: dict[str, list[str]] = defaultdict(list)
    for each in apart.of(Part.TEXT):
        if each.item:
            found[folded(each.text.partition(":")[0])].append(f"{each.section} {each.group} {each.text}")
    for row in (row for table in apart.tables for row in table):
        found[folded(row.get("agency", ""))].append(" ".join(row.values()))
    return found


def _tells(said: str, label: Label) -> bool:
    gone = any(word in said.casefold() for word in _GONE)
    return label.support_type in said and gone == label.ended

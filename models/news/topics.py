"""What a story is about, by the words of its title and text; a story may have several topics.

A passing mention is not enough: a topic needs its words in the title, several times, or in the first lines. The words
stand in `data/claims/topics.toml`.
"""

from collections.abc import Collection
from enum import StrEnum

from models.claims.pattern_table import pattern_rows
from models.claims.stated import EventKind, Metric


class Topic(StrEnum):
    """The subjects under which people look for news of the program."""

    AGREEMENTS = "agreements"
    FUNDING = "funding"
    TRAINING = "training"
    OPT_OUTS = "opt_outs"
    LEGISLATION = "legislation"
    EXECUTIVE_ORDERS = "executive_orders"
    LITIGATION = "litigation"
    DATA_SHARING = "data_sharing"
    POLLS = "polls"


# Characters: the lead, where a report says what it is about; and a brief, which says nothing three times.
_LEAD = 400
_BRIEF = 1_500

_SHOWN_BY: dict[Topic, set[Metric | EventKind]] = {
    Topic.AGREEMENTS: {Metric.AGENCIES, Metric.AGREEMENTS, Metric.PENDING, EventKind.SIGNED},
    Topic.FUNDING: {
        Metric.FUNDING_PER_OFFICER, Metric.FUNDING_PER_AGENCY, Metric.FUNDING_TOTAL, EventKind.FUNDING_PROGRAM,
    },
    Topic.TRAINING: {Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING},
    Topic.OPT_OUTS: {EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED},
    Topic.LEGISLATION: {EventKind.BAN_LAW, EventKind.MANDATE_LAW},
    Topic.EXECUTIVE_ORDERS: {EventKind.EXECUTIVE_ORDER},
    Topic.LITIGATION: {EventKind.LAWSUIT},
    Topic.POLLS: {Metric.POLL_PCT, EventKind.POLL},
}  # fmt: skip


def topics_of(title: str, text: str, shown: Collection[Metric | EventKind] = ()) -> tuple[Topic, ...]:
    """The topics of a text in the order of `Topic`, by its words and by the claims and events `shown` in it."""
    found = {topic for topic, by in _SHOWN_BY.items() if not by.isdisjoint(shown)}
    lead = text[:_LEAD]
    for name, row in pattern_rows("topics").items():
        mentions = sum(1 for _ in row.pattern.finditer(text))
        least = min(2, row.least) if len(text) < _BRIEF else row.least
        in_front = bool(row.pattern.search(title)) or (mentions >= 2 and bool(row.pattern.search(lead)))
        if in_front or mentions >= least:
            found.add(Topic(name))
    return tuple(topic for topic in Topic if topic in found)

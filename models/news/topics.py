"""What a story is about, by the words of its title and text; a story may have several topics.

A passing mention is not enough: a topic needs its words in the title, several times, or in the first lines.
"""

import re
from collections.abc import Collection
from enum import StrEnum

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


_WORDS = {
    Topic.AGREEMENTS: (
        r"287 ?\(? ?-?g\)?|agreements?|memorand(?:um|a) of (?:agreement|understanding)|MO[AU]s?|task force model|"
        r"warrant service officers?|jail enforcement model|partner(?:s|ed|ing|ship|ships)? with (?:ICE|Immigration)"
    ),
    Topic.FUNDING: (
        r"reimburse\w*|funding|grants?|stipends?|bonus(?:es)?|performance awards?|salar(?:y|ies) and benefits|"
        r"overtime|\$ ?[\d.,]+(?: ?(?:million|billion))?|appropriat\w+|incentives?"
    ),
    Topic.TRAINING: (
        r"train(?:ed|ing|ees?)|certified|credential\w*|deputi[sz]\w+|40-hour|academy|"
        r"federal law enforcement training centers?|FLETC"
    ),
    Topic.OPT_OUTS: (
        r"declin\w+|opt(?:ed|s|ing)? out|turn(?:ed|s|ing)? down|reject\w*|withdr\w+|terminat\w+|cancel\w*|rescind\w*|"
        r"end(?:ed|s|ing)? (?:its|his|her|their|the|an?) (?:\S+ ){0,4}agreements?|pull(?:ed|s|ing)? out|"
        r"back(?:ed|s|ing)? out|sa(?:ys|id|ying) no|cuts? ties|walk(?:ed|s|ing)? away|lapsed?|"
        r"won't (?:join|sign|take part)|will not (?:join|sign|take part)|refus\w+"
    ),
    Topic.LEGISLATION: (
        r"bills?|legislat\w+|lawmakers?|statutes?|(?:House|Senate|Assembly) (?:Bill|File)|[HS]\.?B\.? ?\d+|"
        r"signed into law|ordinances?|moratorium|general assembly|veto\w*"
    ),
    Topic.EXECUTIVE_ORDERS: (
        r"executive orders?|governor'?s? (?:order|directive)s?|issued (?:an order|a directive)|proclamation"
    ),
    Topic.LITIGATION: (
        r"lawsuits?|sued?|sues|suing|(?:legal )?complaint|injunctions?|plaintiffs?|court of appeals|federal judge|"
        r"ruling|ruled|ACLU|settlements?|class action|attorneys? general"
    ),
    Topic.DATA_SHARING: (
        r"licen[cs]e[- ]plate (?:reader|recognition|camera)s?|ALPRs?|plate readers?|Flock(?: Safety)?|Vigilant|"
        r"Motorola Solutions|"
        r"data[- ]sharing|shar(?:e|ed|ing) (?:\S+ ){0,3}data|databases?|fingerprints?|facial recognition|surveillance"
    ),
    Topic.POLLS: (
        r"polls?|polling|survey(?:ed|s)?|respondents?|margin of error|percent of (?:adults|voters|americans)|"
        r"(?:dis)?approv(?:e|al) (?:rating|of)|registered voters"
    ),
}
_PATTERNS = {topic: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for topic, words in _WORDS.items()}
# How often they must occur if not twice: words with other uses ('a bill', 'a grant') more often.
_LEAST = {Topic.FUNDING: 3, Topic.TRAINING: 3, Topic.LEGISLATION: 3, Topic.EXECUTIVE_ORDERS: 1}

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
    for topic, pattern in _PATTERNS.items():
        mentions = len(pattern.findall(text))
        often = _LEAST.get(topic, 2)
        least = min(2, often) if len(text) < _BRIEF else often
        in_front = bool(pattern.search(title)) or (mentions >= 2 and bool(pattern.search(lead)))
        if in_front or mentions >= least:
            found.add(topic)
    return tuple(topic for topic in Topic if topic in found)

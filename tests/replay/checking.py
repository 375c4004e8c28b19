"""Every number of every mail, held against the record."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.replay.eye import Eye
from tests.replay.facts import Told
from tests.replay.grammar import Reading, judge
from tests.replay.mails import Statement, take_apart
from tests.replay.replaying import SentMail
from tests.replay.sentences import FIGURES, MADE_OF, SENTENCES


class What(StrEnum):
    WRONG = "wrong"  # the record says otherwise
    UNREAD = "unread"  # no reading explains the number
    FOREIGN = "foreign"  # about a place, or all types, that was not asked for, and not named as context
    FORM = "form"  # a date or number in another form
    UNTOLD = "untold"  # new to this reader, in their places, and not in the mail
    TWICE = "twice"  # told before in the same words


@dataclass(frozen=True, slots=True)
class Fault:
    what: What
    mail: str  # 'state 12'
    subject: str
    statement: str
    truth: str

    def __str__(self) -> str:
        return f"{self.what}: {self.mail} '{self.subject}'\n    {self.statement}\n    {self.truth}"


READINGS: tuple[Reading, ...] = (*MADE_OF, *SENTENCES, *FIGURES)


def read_statement(eye: Eye, statement: Statement, readings: Sequence[Reading] = READINGS) -> list[tuple[What, str]]:
    """What is wrong with one statement."""
    text, faults = statement.text, []
    for each in readings:
        if each.parts and statement.part not in each.parts:
            continue
        for match in list(each.words.finditer(text)):
            try:
                judged, about = judge(each, match, eye, statement)
            except (KeyError, AssertionError) as error:
                faults.append((What.WRONG, f"'{match[0]}': {error}"))
                judged, about = [], None
            faults += [
                (What.WRONG, f"'{match[0]}': {one.hole} is {one.truth}, not {one.said}") for one in judged if not one.is_right
            ]
            text = text[: match.start()] + "~" * (match.end() - match.start()) + text[match.end() :]
    if re.search(r"\d", text):
        faults.append((What.UNREAD, f"unread: {text}"))
    return faults


def check(mails: Iterable[SentMail]) -> list[Fault]:
    """The faults of all mails, each subscriber's in the order in which they got them."""
    last: dict[str, SentMail] = {}
    known: dict[str, dict[str, Told]] = {}
    faults: list[Fault] = []
    for mail in mails:
        name = mail.wish.name
        before = last[name].facts if name in last else mail.joined
        eye = Eye(mail.wish, mail.number, mail.facts, before, known.get(name, {}))
        faults += check_mail(mail, eye)
        last[name], known[name] = mail, eye.remembered
    return faults


def check_mail(mail: SentMail, eye: Eye) -> list[Fault]:
    apart = take_apart(mail.content)
    title = f"{mail.wish.name} {mail.number}"
    found = [
        Fault(what, title, apart.subject, str(statement), truth)
        for statement in apart.statements
        for what, truth in read_statement(eye, statement)
    ]
    return found


def summary(faults: Sequence[Fault]) -> str:
    counted = Counter(each.what for each in faults)
    return ", ".join(f"{counted[what]} {what}" for what in What)

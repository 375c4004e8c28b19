"""What a county map says in words: how many counties of a state have an agency with an agreement, and which."""

import re
from collections.abc import Iterable
from dataclasses import replace

from tests.mails.eye import Eye, is_gone
from tests.mails.grammar import DAY, NUMBER, day_of, number
from tests.mails.parts import Statement
from tests.mails.places import STATE, code_of, counties

_UNITS = r"(?:counties|parishes|boroughs|municipalities|islands)(?: and [a-z ]+?)?"
_NAMES = r"(?:[^.]|(?<=\bSt)\.|(?<=\bSte)\.)+?"  # 'St. Johns'
_STOP = r"(?<!\bSt)(?<!\bSte)\."
_MAP = re.compile(
    rf"(?:None of the|(?P<n>{NUMBER}) of) (?P<all>{NUMBER}) {_UNITS} in (?P<place>{STATE}) ha(?:s|ve) an agency with "
    rf"an agreement on the list of (?P<day>{DAY})(?:: (?P<names>{_NAMES}))?{_STOP}(?= You asked| Not on| New agree|$)"
)
_NEW = re.compile(rf"New agreements since your last digest \((?P<day>{DAY})\): (?P<names>{_NAMES}){_STOP}(?= |$)")
_ASKED = re.compile(rf"You asked for (?P<names>{_NAMES}){_STOP}(?= |$)")
_MORE = re.compile(rf"(?:^|,? and |, )(?P<more>{NUMBER}) more(?:, (?P<new>{NUMBER}) of them new)?$")
_KINDS = ("", " county", " parish", " borough", " census area", " city", " city and borough", " municipality")


def read_map(eye: Eye, statement: Statement) -> tuple[Statement, list[str]]:
    """The statement without the words of a map, and what is wrong with these."""
    said = _MAP.search(statement.text)
    if said is None:
        return statement, []
    state = code_of(said["place"])
    have, new = _with_agreement(eye, state), _with_a_new_one(eye, state)
    wrong = [] if day_of(said["day"]) == eye.facts.day else [f"the list in force is of {eye.facts.day}"]
    in_state = sum(of == state for of, _ in counties())
    if number(said["all"]) != in_state or number(said["n"] or "0") != len(have):
        wrong.append(f"{len(have)} of {in_state} have one")
    wrong += _named(state, said["names"] or "", have, new)
    text = statement.text.replace(said[0], "~")
    for words, right in ((_NEW.search(text), new & have), (_ASKED.search(text), set(counties().values()))):
        if words is not None:
            wrong += _named(state, words["names"], right, right)
            text = text.replace(words[0], "~")
            if "day" in words.groupdict() and day_of(words["day"]) != eye.before.at.date():
                wrong.append(f"the last digest is of {eye.before.at.date()}")
    return replace(statement, text=text), wrong


def _named(state: str, names: str, have: set[str], new: set[str]) -> list[str]:
    """What is wrong with 'Brevard (new), Alachua, Baker and 55 more, 3 of them new'."""
    if not names:
        return []
    more = _MORE.search(names)
    listed = re.split(r", | and ", names[: more.start()] if more else names)
    shown = {each: _fips(state, each) for each in listed}
    wrong = [f"{each} is none of them" for each, fips in shown.items() if fips not in have and "(no " not in each]
    wrong += [f"{each} is not new" for each, fips in shown.items() if each.endswith("(new)") and fips not in new]
    if more:
        fresh = new - {fips for each, fips in shown.items() if each.endswith("(new)")}
        left, left_new = len(have - set(shown.values())), len(fresh & (have - set(shown.values())))
        if number(more["more"]) != left or (more["new"] and number(more["new"]) != left_new):
            wrong.append(f"there are {left} more, {left_new} of them new")
    return wrong


def _fips(state: str, name: str) -> str:
    plain = re.sub(r" \([^)]*\)$", "", name).casefold()
    return next((counties()[state, plain + kind] for kind in _KINDS if (state, plain + kind) in counties()), "unknown")


def _with_agreement(eye: Eye, state: str) -> set[str]:
    return _counties_of(eye, (each.agency_id for each in eye.listed(state)))


def _with_a_new_one(eye: Eye, state: str) -> set[str]:
    """The counties with a new agreement since the last mail, whoever asked for them."""
    journal = eye.facts.journal
    before = {each.change_id for each in journal[: eye.before.journal_end]}
    newest = {each.change_id: each for each in journal[eye.before.journal_end : eye.facts.journal_end]}
    whose = {each.agreement_id: each.agency_id for each in eye.facts.stretches}
    added = [
        whose.get(each.change["agreement_id"], each.change["agency_id"])
        for id_, each in newest.items()
        if id_ not in before and each.change["kind"] == "agreement_added" and not is_gone(each)
    ]
    return _counties_of(eye, (each for each in added if eye.facts.within(state, each)))


def _counties_of(eye: Eye, agencies: Iterable[str]) -> set[str]:
    found = {eye.facts.agencies[each].county_fips for each in agencies if each in eye.facts.agencies}
    return {each for each in found if each}

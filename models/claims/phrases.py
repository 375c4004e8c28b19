"""Which noun a number counts: the noun phrase behind it, and the clause that both stand in."""

from dataclasses import dataclass

from models.claims.mentions import Cue, Marked
from models.claims.numbers import Quantity
from models.claims.words import words

# The classes of `data/claims/words.toml` that a number can count.
COUNTED = frozenset(
    {
        "law_bodies", "civic_bodies", "agreements", "states", "territories", "counties", "officers", "people",
        "arrests", "applications",
    }
)  # fmt: skip
# The longest noun phrases of the field have about ten words: '1,000 state, county, city and tribal law enforcement
# agencies'.
_MAX_TOKENS = 16
_MAX_STRANGERS = 4  # words that are neither of the field nor names: 'eight small rural town departments'

# Words that end a noun phrase: what follows them is no longer what the number counts.
_BREAKERS = words(
    """in on at by for from with within without across under over into onto to through throughout during since until
    after before between among against of as than that which who whom whose where when while if because although the a
    an this these those its their his her our your my is are was were be been being has have had do does did will
    would can could may might must shall should not no or nor but so yet it he she they we you i there here now also
    then still already just only plus per each worth about around nearly almost roughly alone said says say told
    remain remains remained came come comes went go goes chose including include includes like both all every any
    cover covers let lets allow allows give gives ago earlier later last next nationwide statewide nationally currently
    today so"""
)
# Participles that stand between a number and its noun, although the form could be a verb.
_INNER = frozenset(
    {"signed", "participating", "enrolled", "partnering", "cooperating", "active", "pending", "outstanding"}
)
_INNER_KINDS = frozenset(
    {"program", "trained", "fresh", "in_force", "region", "home", "nation", "federal", "in_training"}
)
_DETERMINERS = words(
    """the its their his her our my your those these all them which whom us whose both every each some about
    roughly nearly more than over approximately state's county's nation's country's"""
)
_FURTHER = frozenset(
    {"more", "other", "additional", "new", "different", "extra", "others", "or", "so", "active", "such"}
)
_HELD = frozenset({"custody", "jail", "arrested", "detained", "held", "stopped", "deported", "booked"})
_STATE_BODIES = frozenset({"department", "bureau", "division", "patrol", "highway", "office"})
_POINTING = frozenset({"them", "which", "whom", "us", "these", "those"})
_JOINTS = frozenset({",", "and", "or", "&", "/", "-", "'", '"', "+"})
# Unknown words in -s that are no plural nouns.
_NO_PLURAL = words("various previous numerous less its us this was has does is as yes across plus business campus")
_NUMBER_WORDS = words(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen some"""
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase that a number opens; offsets within the sentence."""

    head: Cue  # the noun
    start: int  # behind the number
    end: int  # behind the noun
    partitive: bool  # 'of the 67 sheriffs', 'of those agreements'
    of_set: bool  # a second number stands in the phrase: '3 of the state's 10 sheriffs'


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a number."""

    phrase: Phrase | None
    foreign: str = ""  # the noun outside the field that it counts
    points_back: bool = False  # 'of them', 'of those'
    resumes: int = 0  # token index at which the sentence goes on


def noun_behind(marked: Marked, quantity: Quantity) -> Behind:
    """The noun that a count counts: the field's, another, or none."""
    tokens = marked.tokens
    position = marked.token_at(quantity.end)
    limit = min(len(tokens), position + _MAX_TOKENS)
    partitive = of_set = False
    if position < limit and tokens[position].text in ":—–" and _opens(marked, quantity):
        position += 1
    while position < limit and tokens[position].low in _FURTHER and not _starts_noun(marked, position):
        position += 1
    out = marked.lows[position : position + 2] == ("out", "of")
    if position < limit and (out or marked.lows[position] == "of"):
        partitive = True
        position += 2 if out else 1
        pronoun = marked.word_at(position) in ("them", "whom")
        if marked.word_at(position) in _POINTING and (pronoun or not _noun_soon(marked, position + 1)):
            following = marked.word_at(position + 1)
            if marked.word_at(position) == "us":
                return Behind(None, foreign="us")  # 'when there were 28 of us in the country'
            if following in _HELD or (following == "in" and marked.word_at(position + 2) in _HELD):
                return Behind(None, foreign="those " + following)  # 'ninety-one of those in custody'
            if (
                marked.word_at(position) in ("these", "those")
                and _is_plural(following)
                and marked.cue_at(position + 1) is None
            ):
                return Behind(None, foreign=following)  # '38 of those trips'
            return Behind(None, points_back=True, resumes=position + 1)
        while position < limit:
            low = tokens[position].low
            named = (
                tokens[position].text[0].isupper() and low not in _NUMBER_WORDS and not _starts_noun(marked, position)
            )
            if low in _NUMBER_WORDS or low[0].isdigit():
                of_set = of_set or low != "some"
            elif not (low in _DETERMINERS or low.endswith(("'s", "s'")) or named or low == "-"):
                break
            position += 1
    return _head(marked, position, limit, quantity.value, partitive, of_set)


def _opens(marked: Marked, quantity: Quantity) -> bool:
    """Whether a line names its number first: '61: agencies that take part'."""
    return not any(token.text[0].isalnum() for token in marked.tokens[: marked.token_at(quantity.start)])


def _starts_noun(marked: Marked, position: int) -> bool:
    cue = marked.cue_at(position)
    return cue is not None and cue.kind in COUNTED


def _noun_soon(marked: Marked, position: int) -> bool:
    """Whether 'those' opens a phrase: 'of those new agreements', but not 'of those are in Florida'."""
    soon = any(_starts_noun(marked, each) for each in range(position, position + 3))
    return soon and marked.word_at(position) not in _BREAKERS


def _head(marked: Marked, position: int, limit: int, value: float, partitive: bool, of_set: bool) -> Behind:
    """The last noun of the field before the phrase breaks off."""
    tokens, begin = marked.tokens, position
    many = value != 1 or partitive or of_set
    found: Cue | None = None
    strangers = 0
    while position < limit:
        token, cue = tokens[position], marked.cue_at(position)
        low = token.low
        if low in _STATE_BODIES and token.text[0].isupper() and (resumed := _past_name(marked, position, limit)):
            position = resumed  # '300 Department of Public Safety troopers'
            continue
        if cue is not None and cue.kind in COUNTED and not low.endswith("'s"):
            if not (many and cue.singular):
                found = cue
                if not _goes_on(marked, cue.last, limit, cue):
                    break
            position = cue.last
            continue
        if position == begin and low in ("and", "or"):
            break  # 'sheriffs 518 and state agencies 92'
        if position == begin and low == "holds" and marked.word_at(position + 1) in ("", ".", ",", "in", "on", "for"):
            return Behind(None, foreign=low, resumes=position + 1)  # 'placed 480 holds'
        if found is not None and low not in ("and", ",", "or", "&", "/"):
            break
        if low in _INNER or (cue is not None and cue.kind in _INNER_KINDS and low not in ("training", "here")):
            position = cue.last if cue is not None else position + 1
            continue
        if (
            low in _BREAKERS
            or low[0].isdigit()
            or (cue is not None and cue.kind in ("join", "hold", "leave", "outside", "pending"))
        ):
            break
        if token.text[0].isalpha():
            if token.text[0].isupper() and low.endswith(("ans", "crats")):
                return Behind(None, foreign=low, resumes=position + 1)  # '77 million Americans'
            if not token.text[0].isupper() and low not in _JOINTS:
                if _is_plural(low) and not _plural_describes(marked, position):
                    return Behind(None, foreign=low, resumes=position + 1)
                strangers += 1
                if strangers > _MAX_STRANGERS:
                    break
        elif low not in _JOINTS or (
            position == begin and (low in (",", "and", "or", "&") or _is_dash(marked, position))
        ):
            break
        position += 1
    if found is None:
        return Behind(None, resumes=begin)
    start = tokens[begin].start if begin < len(tokens) else found.start
    return Behind(Phrase(found, start, found.end, partitive, of_set), resumes=found.last)


def _is_dash(marked: Marked, position: int) -> bool:
    """'760 - and police for 540', unlike the hyphen of '12-man'"""
    token = marked.tokens[position]
    return token.low == "-" and position > 0 and token.start > marked.tokens[position - 1].end


def _past_name(marked: Marked, position: int, limit: int) -> int:
    """The token behind 'Department of Public Safety' where officers follow; 0 elsewhere."""
    end = position + 1
    while end < limit and (marked.lows[end] == "of" or marked.tokens[end].text[0].isupper()):
        end += 1
    cue = marked.cue_at(end) if end < limit else None
    return end if cue is not None and cue.kind == "officers" else 0


def _is_plural(low: str) -> bool:
    return low.endswith("s") and not low.endswith(("ss", "'s", "us", "s'")) and low not in _NO_PLURAL and len(low) > 3


def _plural_describes(marked: Marked, position: int) -> bool:
    """'12 corrections deputies', 'three sports agencies': another noun of the field stands right behind."""
    return _starts_noun(marked, position + 1) and not marked.word_at(position + 1).endswith("'s")


def _goes_on(marked: Marked, position: int, limit: int, found: Cue) -> bool:
    """Whether another noun of the field still belongs to the phrase: 'officers and agents', 'county jail contracts'."""
    if position >= limit:
        return False
    following = marked.cue_at(position)
    if following is not None and following.kind in COUNTED:
        return True
    low = marked.word_at(position)
    if low in ("and", ",", "&", "/", "or") and found.kind in ("law_bodies", "civic_bodies", "counties"):
        opener = marked.word_at(position + 1)
        after = marked.cue_at(position + (2 if opener in ("state", "local", "county", "city", "police") else 1))
        if low == "," and (after is None or marked.word_at(after.last) not in (",", "and")):
            return False  # '31 parishes, cities and state agencies', but not '40 agencies, sheriffs say'
        return after is not None and after.kind in COUNTED and after.kind != "agreements"
    return False

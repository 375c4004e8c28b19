"""Why a list was held, in one clause, from its failed checks."""

from collections.abc import Iterable

# Several findings of one check in a few words: their number is all that a line has room for.
_SEVERAL = {
    "state collapsed": "many agreements missing in {} places",
    "support type vanished": "{} support types gone",
    "column gone": "{} columns gone",
    "column emptied": "{} columns emptied",
    "column changed": "{} columns changed",
    "value spread": "{} columns overwritten",
    "row without a state": "{} rows without a state",
}

# What follows from the other findings, and is told only where there are none.
_CONSEQUENCES = {"headline", "following lists"}


def reason(failed: Iterable[tuple[str, str]]) -> str:
    """'1,092 of 1,382 agreements missing; 38 states gone', from the check and the brief of each failed finding.

    A finding without a brief is told by the name of its check.
    """
    briefs: dict[str, list[str]] = {}
    for check, brief in failed:
        briefs.setdefault(check, []).append(brief or check)
    causes = briefs.keys() - _CONSEQUENCES or briefs.keys()
    return "; ".join(_clause(check, of_check) for check, of_check in briefs.items() if check in causes)


def _clause(check: str, briefs: list[str]) -> str:
    different = list(dict.fromkeys(briefs))
    if len(different) > 1 and check in _SEVERAL:
        return _SEVERAL[check].format(len(different))
    return "; ".join(different)

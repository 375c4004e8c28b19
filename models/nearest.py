"""The names that a mistyped one may mean, as a question at the end of a refusal."""

from collections.abc import Mapping

# Of 100, by rapidfuzz: 'sherif' is 92 to 'sheriff', 'texsa' 80 to 'texas', 'bai' 67 to 'bay'. Names that share half of
# their letters, as 'nowhere' and 'moore', are no help.
_NEAR = 65
_MOST = 3


def did_you_mean(text: str, known: Mapping[str, str]) -> str:
    """'; did you mean Texas?' for 'Texsa', or nothing where no known name is near.

    `known` gives for each name, as it is offered, what is compared: 'Lamar County, TX' is compared by 'lamar'.
    """
    from rapidfuzz import fuzz, process  # only a mistake needs it

    found = process.extract(text.strip().casefold(), known, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_NEAR)
    names = [name for _, _, name in found]
    return f"; did you mean {' or '.join(filter(None, (', '.join(names[:-1]), names[-1])))}?" if names else ""

"""The support type of a document: by its title, or by what only that form says."""

import re
from collections.abc import Sequence

from models.vocabulary import SupportType

_TITLES = {
    SupportType.JEM: re.compile(
        r"287\W{0,2}g\W{0,3}\s?Jail\s?Enforcement\s?Model|Jail Enforcement Model \(JEM\)", re.I
    ),
    SupportType.TFM: re.compile(r"287\W{0,2}g\W{0,3}\s?Task\s?Force\s?Model|Task Force Model \(TFM\)", re.I),
    SupportType.WSO: re.compile(r"Warrant\s?Service\s?Officer\s?(?:Program|Model)", re.I),
}

# Some forms have no title (the WSO's of 2019, the TFM's of early 2025). Each phrase stands in one form alone, and
# recognition spoils single letters: a few words of each are enough.
_PHRASES = {
    SupportType.JEM: (
        "identifying and processing removable",
        "arrested and booked into",
        "jail enforcement model",
    ),
    SupportType.TFM: (
        "interrogate any alien",
        "certified officers or employees",
        "hereinafter interchangeably referred",
        "task force model",
    ),
    SupportType.WSO: (
        "facilitating the custodial transfer",
        "by facilitating the custodial",
        "warrant service officer",
    ),
}


def support_type(pages: Sequence[str]) -> tuple[SupportType | None, str]:
    """The support type and what shows it; None where two of them are as likely."""
    front = " ".join(pages[:2])
    titled = [found for found, title in _TITLES.items() if title.search(front)]
    if titled:
        return (titled[0], f"its title names the {titled[0]}") if len(titled) == 1 else (None, "")
    text = " ".join(pages).casefold()
    said = {found: [phrase for phrase in phrases if phrase in text] for found, phrases in _PHRASES.items()}
    ranked = sorted(said, key=lambda found: -len(said[found]))
    first, second = ranked[0], ranked[1]
    if len(said[first]) <= len(said[second]):
        return None, ""
    return first, f"it says '{said[first][0]}', as the {first} forms do"

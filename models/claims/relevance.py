"""Whether a page is about the 287(g) program. Near misses - sanctuary lists, bed contracts, other task forces,
hiring, a road numbered 287 - yield neither claims nor events."""

import re

from models.claims.numbers import quantities
from models.claims.text import Sentence

# '287(g)', '287 (g)', '287g', '287-G'; not 'U.S. 287 (G Street)', 'Executive Order 14287'.
_PROGRAM = re.compile(
    r"(?<![\d.-])(?<!U\.S\. )(?<!US )(?<!Highway )(?<!Route )(?<!Hwy )(?<!Road )287\s?-?\s?\(?\s?[gG]\b(?!\s+(?:Street|"
    r"St\.|Avenue))\)?"
)
_MODELS = re.compile(
    r"\b(?:task\s+force\s+(?:model|agreements?|officers)|jail\s+enforcement\s+model|"
    r"warrant\s+service\s+(?:officers?|model|agreements?)|TFM|WSO|JEM)\b",
    re.I,
)
_ICE = r"(?:ICE|[Ii]mmigration|Immigration\s+and\s+Customs\s+Enforcement|Homeland\s+Security|DHS)"
_LOCAL = (
    r"(?:[Ll]ocal|[Ss]tate|[Ss]heriffs?(?:'s)?|[Pp]olice|[Dd]eputies|[Tt]roopers?|[Uu]ndersheriffs?|"
    r"[Oo]fficers|[Aa]genc(?:y|ies)|[Dd]epartments?|[Jj]ailers?|[Cc]ount(?:y|ies)|[Pp]arishes|[Cc]hiefs?)"
)
_TIE = (
    r"(?:agreements?|memorand\w+|participat\w+|tie-ups|accords|participating|performance\s+awards|"
    r"partner(?:s|ed|ing|ships?)?|program|contracts?|pacts?|deals?|deputi[sz]ed?|work(?:s|ing|"
    r"ed)?\s+with|sign(?:s|ed|ing)?\s+(?:on|up)|"
    r"working\s+for|tak(?:e|es|ing)\s+part|took\s+part|team(?:s|ed|ing)?\s+up|enlist\w*|cooperat\w+|credential\w*|(?:help|assist)(?:s|ed|ing)?\s+"
    r"(?:ICE|Immigration|federal\s+immigration|enforce)|enroll\w*|pledg\w+\s+to\s+help|"
    r"(?:ICE|immigration)\s+(?:training|course|class|credentials)|immigration\s+(?:powers|authority|enforcement\s+(?:powers|authority))|task\s+force\s+model|immigration\s+work|"
    r"first\s+(?:\w+\s+){0,3}to\s+join)"
)
_TOGETHER = re.compile(rf"\b{_ICE}\b")
_LOCAL_WORD = re.compile(rf"\b{_LOCAL}\b")
_TIE_WORD = re.compile(rf"\b{_TIE}\b", re.I)
# '50 troopers trained to enforce immigration law', 'turns local police into immigration agents'
_POWERS = re.compile(
    r"\b(?:train\w*|deputi[sz]\w*|credential\w*|authori\w+|power(?:s|ed)?|empower\w*|sworn\s+in|certif\w+|minted|turn(?:s|ed|ing)?)\b[^.;]{0,40}?"
    r"\b(?:immigration\s+(?:agents?|officers?|law|laws|powers?|authority|enforcement|status)|(?:by|for|from)\s+ICE)\b|"
    r"\bfederal\s+immigration\s+(?:program|partnership|agreement)\b",
    re.I,
)
# What near misses are about. One such word may stand in any page; several make the page one of them.
_NEAR_MISS = re.compile(
    r"\b(?:sanctuary|detainees|detainers?|beds?\b|intergovernmental|IGSA|detention\s+(?:center|contract|"
    r"space|facility)|per\s+person\s+per\s+day|"
    r"special\s+deputy|sign(?:ing|-on)\s+bonus|student\s+loan|recruit\w*|recruits|citizenship|asylum|"
    r"immigration\s+(?:judges?|courts?)|border\s+patrol|national\s+guard|"
    r"know\s+your\s+rights|dispatch\w*|mutual\s+aid|DEA\b|FBI|plate\s+readers?|raid|gang\s+members|"
    r"hotline|immigration\s+holds|fugitive|opioid|margin\s+of\s+error|tear\s+gas|irritants|hired|job\s+applications|"
    r"Homeland\s+Security\s+Investigations|cartels|drug\s+task\s+force|private\s+prison)\b",
    re.I,
)
# A headline that names another body to which counties sign up; such a page ties local officers to federal ones as well.
_OTHER_SUBJECT = re.compile(
    r"\b(?:drug|narcotics|opioid|gang|auto\s+theft|human\s+trafficking|fugitive|violent\s+crimes?|cybercrime)\s+task\s+force\b",
    re.I,
)
_DISOWNED = re.compile(
    r"\b(?:not|no|never|isn't|aren't|wasn't|doesn't|don't|didn't|neither|nor|without|separate|unrelated|"
    r"unlike|differ(?:s|ent)?\s+from|apart\s+from|instead\s+of)\b",
    re.I,
)
# 'no agency may enter a 287(g) agreement' bans the program and is about it.
_BANNED = re.compile(r"\b(?:no|not)\b[^.]{0,40}\b(?:may|can|shall|enter|sign|join)\b", re.I)
_READ = 20_000  # characters of a page that show what it is about


def is_relevant(title: str, folded: str, sentences: list[Sentence]) -> bool:
    """Whether the page is about the program: it names it other than to say what the page is not about, or its
    sentences tie ICE, local officers and agreements together often enough."""
    if _PROGRAM.search(title):
        return True
    read = [sentence.text for sentence in sentences if sentence.start < _READ]
    named = [text for text in read if "287" in text and _PROGRAM.search(text)]
    affirmed = any(_affirms(text) for text in named)
    if affirmed and len(named) >= 2:
        return True
    misses = len(_NEAR_MISS.findall(folded[:_READ])) + 2 * len(_NEAR_MISS.findall(title))
    if affirmed:
        return misses <= 4 + len(folded) // 1_500
    if not named and _OTHER_SUBJECT.search(title):
        return False
    page = f"{title} {folded[:_READ]}"
    if len({match.lower() for match in _MODELS.findall(page)}) < 2 and not (
        _TOGETHER.search(page) and _LOCAL_WORD.search(page)
    ):
        return False
    tied = sum(_ties(text) for text in [title, title, *read])
    tied += 1 if misses == 0 and re.search(r"\bICE\b", title) else 0
    return tied >= 2 + 1.5 * misses


def _ties(text: str) -> int:
    """How firmly one sentence ties local officers to ICE by agreement: 0 to 3."""
    if _MODELS.search(text) or (_POWERS.search(text) and _LOCAL_WORD.search(text) and not _DISOWNED.search(text)):
        return 3
    if _TIE_WORD.search(text) is None:
        return 0
    return 2 if _TOGETHER.search(text) and _LOCAL_WORD.search(text) else 1


def _affirms(text: str) -> bool:
    """Whether a sentence names the program for its own sake: unlike 'the county has no 287(g) agreement'."""
    words = _around_program(text)
    if _DISOWNED.search(words) is None or _BANNED.search(words):
        return True
    return any(quantity.value > 1 for quantity in quantities(text))


def _around_program(text: str) -> str:
    match = _PROGRAM.search(text)
    return text[max(0, match.start() - 60) : match.end() + 30] if match else text

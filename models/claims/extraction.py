"""The entrance of the grammar: one page of news -> its claims and events."""

from itertools import islice

from models.claims.claims import read_claims
from models.claims.dates import published_month, reference_day
from models.claims.events import read_events
from models.claims.home import home_of
from models.claims.own_town import own_town
from models.claims.relevance import is_relevant
from models.claims.stated import ArticleText, Extraction
from models.claims.text import MAX_CHARACTERS, MAX_SENTENCES, fold, sentences, unwrapped


def extract(article: ArticleText) -> Extraction:
    """What one page states about the 287(g) program; nothing where the page is about something else."""
    text = article.text[:MAX_CHARACTERS]
    remarks = []
    if len(text) < len(article.text):
        remarks.append(f"only the first {MAX_CHARACTERS} of {len(article.text)} characters were read")
    folded, title = unwrapped(fold(text)), fold(article.title[:1_000])
    split = list(islice(sentences(folded), MAX_SENTENCES + 1))
    if len(split) > MAX_SENTENCES:
        split.pop()
        remarks.append(f"only the first {MAX_SENTENCES} sentences were read")
    if not is_relevant(title, folded, split):
        return Extraction(relevant=False, claims=(), events=(), remarks=tuple(remarks))
    home = home_of(title, folded, fold(article.outlet[:200]))
    reference = reference_day(article.published, folded)
    claims, unread = read_claims(title, folded, split, home, reference)
    town = own_town(title, folded, fold(article.outlet[:200]))
    events = read_events(title, split, home, reference, published_month(article.published), town)
    return Extraction(relevant=True, claims=tuple(claims), events=tuple(events), remarks=(*remarks, *unread))

"""One source of news, read: its listing, each new article, and what the articles state.

A listing is asked again and again, an article once: again only where the listing says that it was updated. What cannot
be read keeps its title and summary and says why; a source that fails is stated, and the next one still runs.
"""

from dataclasses import replace

from sqlmodel import col, select

from flows.lists.gather import Answer, Gathered, answer_of, settle, stating_refusals
from flows.news.keep import PageText, keep_text, keep_without_text, note_listed, unread
from flows.news.stories import tell_stories
from flows.sources.article import read_article
from flows.sources.feed import read_feed
from flows.sources.gdelt import ADDRESS, query_url, read_gdelt
from flows.sources.link_page import read_link_page
from flows.sources.registry import Source, SourceKind
from flows.world import World
from models.errors import FetchError, ReadError
from models.news.articles import NewsListing
from models.record.store import read_session, write_session
from models.record.tables.documents import Fetch
from models.record.tables.news import Article, Reading

# A new source lists its whole past at once; the rest of it is read in the next runs.
MAX_ARTICLES = 60

# What did not answer is asked again by the next runs, then it keeps its title.
MAX_ATTEMPTS = 3

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


def gather_news(world: World, source: Source) -> Gathered:
    """All of one source of news, from its listing to the stories; `flows.news.judge` then weighs what they claim."""
    gathered = Gathered(source.name)
    found = _listing(world, source, gathered)
    if found is None:
        return gathered
    listing, answer = found
    now = world.clock()
    with write_session(world.engine) as session:
        for listed in listing.articles:
            gathered.new += note_listed(session, listed, source, answer.sha256, now)
    gathered.seen = len(listing.articles)
    read_articles(world, source)
    with write_session(world.engine) as session:
        tell_stories(session)
    if not gathered.failures:
        settle(world, source)
    return gathered


def read_articles(world: World, source: Source) -> None:
    """Fetch and read what the source listed and nobody has read yet."""
    with read_session(world.engine) as session:
        waiting = unread(session, source.name, MAX_ARTICLES)
    for article in waiting:
        _read(world, source, article)


def _listing(world: World, source: Source, gathered: Gathered) -> tuple[NewsListing, Answer] | None:
    """The source's listing; of a feed that fails, the page beside it. None where there is none, which is stated."""
    try:
        return _listing_at(world, source, gathered)
    except (FetchError, ReadError) as error:
        if not source.listing_url:
            gathered.failures.append(str(error))
            return None
        gathered.remarks.append(f"{error}; its page of links was read instead")
    page = replace(source, kind=SourceKind.LINK_PAGE, url=source.listing_url)
    try:
        return _listing_at(world, page, gathered)
    except (FetchError, ReadError) as error:
        gathered.failures.append(str(error))
        return None


def _listing_at(world: World, source: Source, gathered: Gathered) -> tuple[NewsListing, Answer]:
    url = source.url
    if source.kind is SourceKind.GDELT:
        url = query_url(source.query, source.url or ADDRESS)
    try:
        answer = answer_of(world, source, url)
    except FetchError as error:
        if source.kind is not SourceKind.GDELT:
            raise
        # GDELT often answers 429, which nobody must take for 'nothing was written'.
        raise FetchError(f"not measured: {error}") from error
    with stating_refusals(world, source):
        match source.kind:
            case SourceKind.FEED:
                listing = read_feed(answer.content, answer.url, world.clock())
            case SourceKind.GDELT:
                listing = read_gdelt(answer.content, url)
            case _:
                listing = read_link_page(answer.content, answer.url, source.selector)
    gathered.remarks += listing.remarks
    return listing, answer


def _read(world: World, source: Source, article: Article) -> None:
    """One article, fetched once; what comes of it is noted whatever it is."""
    # Under a name of their own: a page behind a wall is no failure of the source that listed it.
    pages = replace(source, name=f"{source.name} articles")
    try:
        answer = answer_of(world, pages, article.url, found_on=source.url or ADDRESS)
        with stating_refusals(world, pages):
            page = read_article(answer.content, answer.url, world.clock())
    except FetchError as error:
        retry = _is_passing(world, article) and article.attempts + 1 < MAX_ATTEMPTS
        _keep_failure(world, article, str(error), retry)
        return
    except ReadError as error:
        _keep_failure(world, article, str(error), retry=False)
        return
    with write_session(world.engine) as session:
        text = PageText(page, answer.sha256, world.clock())
        keep_text(session, article.id, text)


def _keep_failure(world: World, article: Article, why: str, retry: bool) -> None:
    with write_session(world.engine) as session:
        keep_without_text(session, article.id, why, Reading.WAITING if retry else Reading.TITLE_ONLY)


def _is_passing(world: World, article: Article) -> bool:
    """Whether the last attempt at an article failed in a way that another may better: no answer, or a busy server."""
    with read_session(world.engine) as session:
        last = session.exec(
            select(Fetch).where(Fetch.url == article.url).order_by(col(Fetch.id).desc()).limit(1)
        ).first()
    return last is None or last.status is None or last.status in _PASSING

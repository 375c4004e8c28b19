"""One source of news, read: its listing, each new article, and what the articles state.

A listing is asked again and again, an article once: again only where the listing says that it was updated. What cannot
be read keeps its title and summary and says why; a source that fails is stated, and the next one still runs.
"""

from sqlmodel import col, select

from flows.fetching.answers import is_temporary
from flows.fetching.client import Fetched
from flows.news.keep import PageText, keep_text, keep_without_text, note_listed, unread
from flows.news.stories import tell_stories
from flows.served import Gathered, finish, recording_failures, served
from flows.sources.article import read_article
from flows.sources.feed import read_feed
from flows.sources.gdelt import ADDRESS, query_url, read_gdelt
from flows.sources.link_page import read_link_page
from flows.sources.registry import FeedSource, GdeltSource, NewsSource
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


def gather_news(world: World, source: NewsSource) -> Gathered:
    """All of one source of news, from its listing to the stories; `flows.news.judge` then weighs what they claim."""
    gathered = Gathered(source.name)
    found = _listing(world, source, gathered)
    if found is None:
        return gathered
    listing, document = found
    now = world.clock()
    with write_session(world.engine) as session:
        for listed in listing.articles:
            gathered.new += note_listed(session, listed, source, document.sha256, now)
    gathered.seen = len(listing.articles)
    read_articles(world, source)
    with write_session(world.engine) as session:
        tell_stories(session)
    return finish(world, gathered)


def read_articles(world: World, source: NewsSource) -> None:
    """Fetch and read what the source listed and nobody has read yet."""
    with read_session(world.engine) as session:
        waiting = unread(session, source.name, MAX_ARTICLES)
    for article in waiting:
        _read(world, source, article)


def _listing(world: World, source: NewsSource, gathered: Gathered) -> tuple[NewsListing, Fetched] | None:
    """The source's listing; of a feed that fails, the page beside it. None where there is none, which is stated."""
    try:
        return _listing_at(world, source, gathered)
    except (FetchError, ReadError) as error:
        page = source.listing_page if isinstance(source, FeedSource) else None
        if page is None:
            gathered.failures.append(str(error))
            return None
        gathered.remarks.append(f"{error}; its page of links was read instead")
    try:
        return _listing_at(world, page, gathered)
    except (FetchError, ReadError) as error:
        gathered.failures.append(str(error))
        return None


def _listing_at(world: World, source: NewsSource, gathered: Gathered) -> tuple[NewsListing, Fetched]:
    url = query_url(source.query, source.url or ADDRESS) if isinstance(source, GdeltSource) else source.url
    try:
        document = served(world, source.name, url)
    except FetchError as error:
        if not isinstance(source, GdeltSource):
            raise
        # GDELT often answers 429, which does not mean that nothing was written.
        raise FetchError(f"coverage unknown: {error}") from error
    with recording_failures(world, source.name):
        match source:
            case FeedSource():
                listing = read_feed(document.content, document.url, world.clock())
            case GdeltSource():
                listing = read_gdelt(document.content, url)
            case _:
                listing = read_link_page(document.content, document.url, source.selector)
    gathered.remarks += listing.remarks
    return listing, document


def _read(world: World, source: NewsSource, article: Article) -> None:
    """One article, fetched once; what comes of it is noted whatever it is."""
    # Under a name of their own: a page behind a wall is no failure of the source that listed it.
    pages = f"{source.name} articles"
    try:
        document = served(world, pages, article.url, found_on=source.url or ADDRESS)
        with recording_failures(world, pages):
            page = read_article(document.content, document.url, world.clock())
    except FetchError as error:
        retry = _is_passing(world, article) and article.attempts + 1 < MAX_ATTEMPTS
        _keep_failure(world, article, str(error), retry)
        return
    except ReadError as error:
        _keep_failure(world, article, str(error), retry=False)
        return
    with write_session(world.engine) as session:
        text = PageText(page, document.sha256, world.clock())
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
    return last is None or last.status is None or is_temporary(last.status)

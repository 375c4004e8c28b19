"""One source of news: its listing, each new article, and what the articles state.

A listing is fetched again and again, an article once, unless the listing says that it was updated. An article that
cannot be read keeps its title and summary, with the reason; a source that fails does not stop the others.
"""

from dataclasses import replace

from flows.figures import common_figures
from flows.lists.gather import Answer, Gathered, answer_of, settle, stating_refusals
from flows.sources.article import read_article
from flows.sources.feed import read_feed
from flows.sources.gdelt import ADDRESS, query_url, read_gdelt
from flows.sources.link_page import read_link_page
from flows.sources.registry import Source, SourceKind
from flows.world import World
from models.errors import FetchError, ReadError
from models.news.articles import NewsListing
from models.record.asking.news.waiting import last_status, waiting_articles
from models.record.store import read_session, write_session
from models.record.tables.news import Article
from models.record.writing.news.articles import keep_text, keep_without_text, note_listed
from models.record.writing.news.stories import write_stories

# A new source lists its whole past at once; later runs read the rest.
MAX_ARTICLES = 60

# Later runs try a page again that did not answer; after that the article keeps only its title.
MAX_ATTEMPTS = 3

# The page may well answer next time: no answer at all, or a busy server.
_TEMPORARY = frozenset({None, 408, 425, 429, 500, 502, 503, 504})


def gather_news(world: World, source: Source) -> Gathered:
    """All of one source of news, from its listing to the stories; `flows.news.judge` then checks the claims."""
    gathered = Gathered(source.name)
    found = _listing(world, source, gathered)
    if found is None:
        return gathered
    listing, answer = found
    now = world.clock()
    with write_session(world.engine) as session:
        for listed in listing.articles:
            gathered.new += note_listed(session, listed, source.name, source.outlet, answer.sha256, now)
    gathered.seen = len(listing.articles)
    with read_session(world.engine) as session:
        waiting = waiting_articles(session, source.name, MAX_ARTICLES)
    for article in waiting:
        _read(world, source, article)
    with write_session(world.engine) as session:
        write_stories(session, common_figures())
    if not gathered.failures:
        settle(world, source)
    return gathered


def _listing(world: World, source: Source, gathered: Gathered) -> tuple[NewsListing, Answer] | None:
    """The source's listing, or the page beside a feed that fails. None if both fail; `gathered` says why."""
    try:
        return _listing_at(world, source, gathered)
    except (FetchError, ReadError) as error:
        if not source.listing_url:
            gathered.failures.append(str(error))
            return None
        gathered.remarks.append(f"{error}; read its page of links instead")
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
        # GDELT often answers 429, which does not mean that nothing was written.
        raise FetchError(f"coverage unknown: {error}") from error
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
    """Fetch one article, and record its text or why there is none."""
    # Under a name of their own: a page behind a paywall is no failure of the source that listed it.
    pages = replace(source, name=f"{source.name} articles")
    try:
        answer = answer_of(world, pages, article.url, found_on=source.url or ADDRESS)
        with stating_refusals(world, pages):
            page = read_article(answer.content, answer.url, world.clock())
    except (FetchError, ReadError) as error:
        with write_session(world.engine) as session:
            temporary = isinstance(error, FetchError) and last_status(session, article.url) in _TEMPORARY
            keep_without_text(session, article.id, str(error), temporary and article.attempts + 1 < MAX_ATTEMPTS)
        return
    with write_session(world.engine) as session:
        keep_text(session, article.id, page, answer.sha256, world.clock())

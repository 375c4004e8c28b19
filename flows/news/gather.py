"""One source of news: its listing, each new article, and what the articles state.

A listing is fetched again and again, an article once, unless the listing says that it was updated. An article that
cannot be read keeps its title and summary, with the reason. What fails stops neither the other articles nor the other
sources.
"""

from flows.fetching.answers import is_temporary
from flows.fetching.client import Fetched
from flows.figures import common_figures
from flows.news.landing import led_elsewhere
from flows.seam import ItemFailedError, SetAsideError, TriedItem, is_of_the_record, seam
from flows.served import Gathered, finish, recording_failures, served
from flows.sources.cage.readers import read_article, read_feed, read_gdelt, read_link_page
from flows.sources.gdelt import ADDRESS, query_url
from flows.sources.registry import FeedSource, GdeltSource, NewsSource
from flows.world import World
from models.errors import FetchError, ReadError
from models.news.articles import ListedArticle, NewsListing
from models.record.asking.news.waiting import last_status, waiting_articles
from models.record.store import Session, read_session, write_session
from models.record.tables.news import Article
from models.record.tables.runs import ItemKind
from models.record.writing.news.articles import keep_text, keep_without_text, note_listed
from models.record.writing.news.stories import write_stories

# A new source lists its whole past at once; later runs read the rest.
MAX_ARTICLES = 60

# Later runs try a page again that did not answer; after that the article keeps only its title.
MAX_ATTEMPTS = 3


def gather_news(world: World, source: NewsSource) -> Gathered:
    """All of one source of news, from its listing to the stories; `flows.news.judge` then checks the claims."""
    gathered = Gathered(source.name)
    found = _listing(world, source, gathered)
    if found is None:
        return gathered
    listing, document = found
    _note_all(world, source, listing, document, gathered)
    gathered.seen = len(listing.articles)
    _read_waiting(world, source, gathered)
    return finish(world, gathered)


def read_left_articles(world: World, source: NewsSource) -> Gathered:
    """The articles of a source that the workers of a shared run left, each for the sake of the others."""
    gathered = Gathered(source.name)
    _read_waiting(world, source, gathered)
    return gathered


def _read_waiting(world: World, source: NewsSource, gathered: Gathered) -> None:
    with read_session(world.engine) as session:
        waiting = waiting_articles(session, source.name, MAX_ARTICLES, world.reads)
    for number, article in enumerate(waiting):
        if world.allowance.left <= 0:
            used_up = f"its {world.allowance.seconds:g} seconds are used up"
            gathered.failures.append(f"{used_up}; the next run asks for {len(waiting) - number} more articles")
            break
        _read_behind_its_seam(world, source, article, gathered)
    with write_session(world.engine) as session:
        write_stories(session, common_figures(), world.clock())


def _note_all(world: World, source: NewsSource, listing: NewsListing, document: Fetched, gathered: Gathered) -> None:
    """Note what the listing shows: in one transaction, or where that fails each entry in one of its own."""
    now = world.clock()

    def note(session: Session, listed: ListedArticle) -> int:
        return note_listed(session, listed, source.name, source.outlet, document.sha256, now)

    try:
        with write_session(world.engine) as session:
            gathered.new += sum(note(session, listed) for listed in listing.articles)
        return
    except Exception as error:
        if is_of_the_record(error):
            raise
    for listed in listing.articles:
        try:
            with (
                seam(world.engine, world.clock, TriedItem(ItemKind.ARTICLE, source.name, listed.url)),
                write_session(world.engine) as session,
            ):
                gathered.new += note(session, listed)
        except SetAsideError as failure:
            gathered.remarks.append(str(failure))
        except ItemFailedError as failure:
            gathered.failures.append(str(failure))


def _listing(world: World, source: NewsSource, gathered: Gathered) -> tuple[NewsListing, Fetched] | None:
    """The source's listing, or the page beside a feed that fails. None if both fail; `gathered` says why."""
    try:
        return _listing_at(world, source, gathered)
    except (FetchError, ReadError) as error:
        page = source.listing_page if isinstance(source, FeedSource) else None
        if page is None:
            gathered.failures.append(str(error))
            return None
        gathered.remarks.append(f"{error}; read its page of links instead")
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
                listing = read_feed(document.content, document.url, world.clock(), document.charset)
            case GdeltSource():
                listing = read_gdelt(document.content, url)
            case _:
                listing = read_link_page(document.content, document.url, source.selector, document.charset)
    gathered.remarks += listing.remarks
    return listing, document


def _read_behind_its_seam(world: World, source: NewsSource, article: Article, gathered: Gathered) -> None:
    try:
        with seam(world.engine, world.clock, TriedItem(ItemKind.ARTICLE, source.name, article.url)):
            _read(world, source, article)
    except ItemFailedError as error:
        gathered.failures.append(str(error))
        with write_session(world.engine) as session:  # it waits on, until it is set aside
            keep_without_text(session, article.id, str(error), retry=True)


def _read(world: World, source: NewsSource, article: Article) -> None:
    """Fetch one article, and record its text or why there is none."""
    # Under a name of their own: a page behind a paywall is no failure of the source that listed it.
    pages = f"{source.name} articles"
    try:
        document = served(world, pages, article.url, found_on=source.url or ADDRESS)
        with recording_failures(world, pages):
            page = read_article(document.content, document.url, world.clock(), document.charset)
            if elsewhere := led_elsewhere(article.url, document.url, article.title, page.title):
                raise ReadError(f"article {article.url}: {elsewhere}; its title and summary as listed are used")
    except (FetchError, ReadError) as error:
        with write_session(world.engine) as session:
            temporary = isinstance(error, FetchError) and is_temporary(last_status(session, article.url))
            keep_without_text(session, article.id, str(error), temporary and article.attempts + 1 < MAX_ATTEMPTS)
        return
    with write_session(world.engine) as session:
        keep_text(session, article.id, page, document.sha256, world.clock())

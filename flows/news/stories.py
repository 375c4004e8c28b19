"""The stories of the record: which of the latest articles tell the same, and what they are about."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, col, delete, select

from flows.news.figures import common_figures
from models.news.stories import Member, Relation, StoryGroup, StoryText, group_stories
from models.news.topics import Topic, topics_of
from models.record.tables.news import Article, ArticleVersion, ClaimRow, EventRow, Reading, Story

# Stories are told within weeks; older articles keep the story that they have.
LATEST = timedelta(days=60)
MAX_ARTICLES = 3_000


def tell_stories(session: Session) -> None:
    """Group the latest articles into stories again, and give each story that is new or has grown its topics."""
    articles = _latest(session)
    versions = _newest_versions(session, articles)
    texts = [_story_text(article, versions.get(article.id)) for article in articles]
    by_id = {article.id: article for article in articles}
    for group in _with_namesakes(group_stories(texts, common_figures()), by_id):
        if not _is_told(group, by_id):
            _write(session, group, by_id, versions)
    session.flush()
    told = select(Article.story_id).where(col(Article.story_id).is_not(None))
    session.exec(delete(Story).where(col(Story.id).not_in(told)))


def _latest(session: Session) -> list[Article]:
    newest = session.exec(select(Article).order_by(col(Article.seen_at).desc()).limit(1)).first()
    if newest is None:
        return []
    since = newest.seen_at - LATEST
    query = select(Article).where(Article.seen_at >= since).order_by(col(Article.seen_at).desc()).limit(MAX_ARTICLES)
    return list(session.exec(query))


def _newest_versions(session: Session, articles: Sequence[Article]) -> dict[str, ArticleVersion]:
    """Article id -> its newest version."""
    ids = [article.id for article in articles]
    query = select(ArticleVersion).where(col(ArticleVersion.article_id).in_(ids)).order_by(col(ArticleVersion.number))
    return {version.article_id: version for version in session.exec(query)}


def _story_text(article: Article, version: ArticleVersion | None) -> StoryText:
    return StoryText(
        id=article.id,
        address=article.key,
        title=article.title,
        outlet=article.outlet,
        published=_published(article),
        text=version.text if version else "",
    )


def _published(article: Article) -> datetime | None:
    if article.published_at is None and article.published_on is not None:
        return datetime.combine(article.published_on, time.min, UTC)
    return article.published_at


def _is_told(group: StoryGroup, by_id: dict[str, Article]) -> bool:
    """Whether every page of the group is in its story already."""
    story = group.members[0].text_id
    pages = ((by_id[member.text_id], member.relation.value) for member in group.members)
    return all((article.story_id, article.relation) == (story, relation) for article, relation in pages)


def _with_namesakes(groups: Sequence[StoryGroup], by_id: dict[str, Article]) -> list[StoryGroup]:
    """The groups, with articles of which only the title is known joined to the story of that title."""
    hosts: dict[str, list[Member]] = {}
    titled: dict[str, str] = {}
    alone = []
    for group in groups:
        first = by_id[group.members[0].text_id]
        if first.title_key and first.reading is not Reading.READ:
            alone.append(first)
            continue
        hosts[first.id] = list(group.members)
        titled.setdefault(first.title_key, first.id)
    for article in alone:
        host = titled.setdefault(article.title_key, article.id)
        relation = Relation.FIRST if host == article.id else Relation.COPY
        hosts.setdefault(host, []).append(Member(article.id, relation))
    return [StoryGroup(tuple(members)) for members in hosts.values()]


def _write(session: Session, group: StoryGroup, by_id: dict[str, Article], versions: dict[str, ArticleVersion]) -> None:
    first = by_id[group.members[0].text_id]
    story = session.get(Story, first.id) or Story(id=first.id, title="", first_published=None, articles=0)
    story.title = first.title
    story.first_published = first.published_on
    story.articles = len(group.members)
    found: set[Topic] = set()
    for member in group.members:
        found |= set(_topics(session, by_id[member.text_id], versions.get(member.text_id)))
    story.topics = [topic.value for topic in Topic if topic in found]
    session.add(story)
    session.flush()
    for member in group.members:
        article = by_id[member.text_id]
        article.story_id, article.relation = story.id, member.relation.value
        session.add(article)


def _topics(session: Session, article: Article, version: ArticleVersion | None) -> tuple[Topic, ...]:
    if version is not None and not version.relevant:
        return ()
    claims = session.exec(select(ClaimRow).where(ClaimRow.article_id == article.id))
    events = session.exec(select(EventRow).where(EventRow.article_id == article.id))
    return topics_of(
        article.title,
        version.text if version else article.summary,
        [claim.metric for claim in claims],
        [event.kind for event in events],
    )

"""Writing stories: which of the latest articles tell the same one, and what it is about."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, col, delete, select

from models.news.stories import Member, StoryRelation, StoryText, group_stories
from models.news.topics import Topic, topics_of
from models.record.tables.news import Article, ArticleStatus, ArticleVersion, ClaimRow, EventRow, Story

# Stories run for weeks; older articles keep the story they have.
LATEST = timedelta(days=60)
MAX_ARTICLES = 3_000


def write_stories(session: Session, common: Collection[float], now: datetime) -> None:
    """Group the latest articles again; write each story that is new or has grown. `common` figures tie no articles."""
    articles = {article.id: article for article in _latest(session, now)}
    newest_last = select(ArticleVersion).where(col(ArticleVersion.article_id).in_(articles))
    rows = session.exec(newest_last.order_by(col(ArticleVersion.number)))
    versions = {version.article_id: version for version in rows}
    texts = [_story_text(article, versions.get(article.id)) for article in articles.values()]
    for group in _with_namesakes(group_stories(texts, common), articles):
        if not _is_written(group, articles):
            _write(session, group, articles, versions)
    session.flush()
    used = select(Article.story_id).where(col(Article.story_id).is_not(None))
    session.exec(delete(Story).where(col(Story.id).not_in(used)))


def _latest(session: Session, now: datetime) -> Sequence[Article]:
    newest_first = select(Article).order_by(col(Article.seen_at).desc())
    # What was seen in the future was noted by a clock that was wrong: it must not make all others old.
    newest = session.exec(newest_first.where(Article.seen_at <= now).limit(1)).first()
    if newest is None:
        return []
    return session.exec(newest_first.where(Article.seen_at >= newest.seen_at - LATEST).limit(MAX_ARTICLES)).all()


def _story_text(article: Article, version: ArticleVersion | None) -> StoryText:
    published = article.published_at
    if published is None and article.published_on is not None:
        published = datetime.combine(article.published_on, time.min, UTC)
    text = version.text if version else ""
    return StoryText(article.id, article.key, article.title, published, text)


def _is_written(group: list[Member], articles: dict[str, Article]) -> bool:
    """Whether every page of the group is in its story already."""
    story = group[0].text_id
    written = [(articles[member.text_id].story_id, articles[member.text_id].relation) for member in group]
    return written == [(story, member.relation.value) for member in group]


def _with_namesakes(groups: Sequence[list[Member]], articles: dict[str, Article]) -> list[list[Member]]:
    """The groups, after each article known only by its title has joined the story with that title."""
    hosts: dict[str, list[Member]] = {}
    titled: dict[str, str] = {}
    alone = []
    for group in groups:
        first = articles[group[0].text_id]
        if first.title_key and first.status is not ArticleStatus.READ:
            alone.append(first)
            continue
        hosts[first.id] = group
        titled.setdefault(first.title_key, first.id)
    for article in alone:
        host = titled.setdefault(article.title_key, article.id)
        relation = StoryRelation.FIRST if host == article.id else StoryRelation.COPY
        hosts.setdefault(host, []).append(Member(article.id, relation))
    return list(hosts.values())


def _write(
    session: Session, group: list[Member], articles: dict[str, Article], versions: dict[str, ArticleVersion]
) -> None:
    first = articles[group[0].text_id]
    found = {topic for each, _ in group for topic in _topics(session, articles[each], versions.get(each))}
    story = session.get(Story, first.id) or Story(id=first.id, title="", first_published=None, articles=0)
    story.title = first.title
    story.first_published = first.published_on
    story.articles = len(group)
    story.topics = [topic.value for topic in Topic if topic in found]
    session.add(story)
    session.flush()
    for member in group:
        article = articles[member.text_id]
        article.story_id, article.relation = story.id, member.relation.value
        session.add(article)


def _topics(session: Session, article: Article, version: ArticleVersion | None) -> tuple[Topic, ...]:
    if version is not None and not version.relevant:
        return ()
    metrics = session.exec(select(ClaimRow.metric).where(ClaimRow.article_id == article.id))
    kinds = session.exec(select(EventRow.kind).where(EventRow.article_id == article.id))
    return topics_of(article.title, version.text if version else article.summary, [*metrics, *kinds])

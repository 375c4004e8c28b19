"""The news as a digest tells it: what the record holds of the last weeks, each thing once however often reported."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from models.digests.content import Situation
from models.digests.newsworthy import news_items, of_standing
from models.record.asking.news.statements import claims, events, gone_again, not_listed, still_listed

# `moawatch claims` and `moawatch events` show all of it. Long enough for a subscriber who was away.
NEWS_DAYS = timedelta(days=45)


def add_news(situation: Situation, session: Session, today: date) -> Situation:
    """`situation` with the news of the weeks up to `today`, the most useful first.

    An id is made of what is told: the same number or act in another report is not told again, a changed verdict is.
    """
    since = today - NEWS_DAYS
    stated = [row for row in claims(session, since=since) if row["published"] <= today]
    standings = (*still_listed(session, today), *not_listed(session, today), *gone_again(session, today))
    reported = [each for each in standings if each.event.reported_on <= today]
    listed = [of_standing(each) for each in reported]
    with_lists = {each.event.id for each in reported}  # told with what the lists show, so not as an act alone
    acts = [row for row in events(session, since=since) if row["published"] <= today and row["id"] not in with_lists]
    items = {each.id: each for each in (*listed, *news_items(stated, acts))}
    return replace(situation, news=tuple(sorted(items.values(), key=lambda each: each.use)))

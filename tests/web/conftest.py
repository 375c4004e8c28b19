"""A site with a record of two lists, in which Texas and Florida have agencies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import trustme

from tests.support.digest_record import new_agreements, publish_changes
from tests.support.mail_relay import Relay, relay
from tests.support.web_site import RunningSite, running_site


@pytest.fixture(scope="module")
def mail_relay(authority: trustme.CA) -> Iterator[Relay]:
    with relay(authority) as running:
        yield running


@pytest.fixture
def watched(sqlite_record: sa.Engine) -> sa.Engine:
    publish_changes(sqlite_record, new_agreements([1, 2]) + new_agreements([3], "FL"))
    return sqlite_record


@pytest.fixture
def running(watched: sa.Engine, mail_relay: Relay, authority: trustme.CA, tmp_path: Path) -> Iterator[RunningSite]:
    mail_relay.taken.clear()
    mail_relay.answers = lambda command, address: None
    with running_site(watched, mail_relay, authority, tmp_path) as site:
        yield site

"""Database URLs: one line for a bad one, and never a password."""

import pytest
import sqlalchemy as sa

from models.errors import RecordError
from models.record.store import open_engine, upgrade
from models.record.urls import parsed, shown

SECRET = "hunter2"

MALFORMED = {
    "no URL": f"hunter2 is not a url {SECRET}",
    "a port that is a word": f"postgresql://moawatch:{SECRET}@localhost:port/record",
    "a port beyond all": f"postgresql://moawatch:{SECRET}@localhost:99999/record",
    "a port below all": f"postgresql://moawatch:{SECRET}@localhost:0/record",
    "an @ in the password": f"postgresql://moawatch:p@{SECRET}@localhost/record",
    "another database": f"mysql://moawatch:{SECRET}@localhost/record?password={SECRET}",
    "an unknown database": f"oracel://moawatch:{SECRET}@localhost/record",
    "empty": "",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_url_is_one_line_without_its_password(name: str) -> None:
    with pytest.raises(RecordError) as refusal:
        open_engine(MALFORMED[name])
    assert str(refusal.value).startswith("database")
    assert "\n" not in str(refusal.value)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://moawatch:{SECRET}@127.0.0.1:9/record",
        f"postgresql://127.0.0.1:9/record?user=moawatch&password={SECRET}",
        f"postgresql://moawatch@127.0.0.1:9/record?sslmode=prefer&sslpassword={SECRET}",
        f"postgresql://moawatch@127.0.0.1:9/record?sslmode={SECRET}",
        f"postgresql://moawatch@127.0.0.1:9/record?no_such_option=1&password={SECRET}",
    ],
)
def test_a_password_is_never_shown_wherever_it_stands_in_the_url(url: str) -> None:
    assert SECRET not in shown(parsed(url))
    with pytest.raises(RecordError) as failure:
        upgrade(open_engine(url))
    assert "127.0.0.1:9/record" in str(failure.value)
    assert f"password={SECRET}" not in str(failure.value)
    assert "\n" not in str(failure.value)


def test_postgresql_is_reached_through_one_driver_whichever_the_url_names() -> None:
    assert open_engine("postgresql+psycopg2://localhost/record").url.drivername == "postgresql+psycopg"
    assert isinstance(open_engine("sqlite+pysqlcipher:///record.db"), sa.Engine)

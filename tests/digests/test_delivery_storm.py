"""The storm in small; `python -m tests.support.delivery_storm` runs it with 1,000 subscribers and 200 runs."""

from pathlib import Path

from tests.support.delivery_storm import storm


def test_every_subscriber_is_told_every_change_once_or_is_reported_in_doubt(tmp_path: Path) -> None:
    outcome = storm(
        f"sqlite:///{tmp_path}/record.db",
        runs=20,
        subscribers=30,
        seed=7,
        folder=tmp_path / "outbox",
        say=lambda _: None,
    )
    assert outcome.sound, outcome
    assert outcome.killed >= 4, "the storm was no storm"
    assert outcome.once > 0.9 * outcome.expected, "too much is in doubt to prove anything"

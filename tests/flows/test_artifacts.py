"""What a run shows in Prefect: bounded, inert, and dispensable."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from prefect.logging import disable_run_logger

from flows.story import artifacts
from flows.story.sparing import spared


def refuse(*_: object, **__: object) -> NoReturn:
    raise httpx.ConnectError("All connection attempts failed")


def test_a_run_goes_on_where_the_server_takes_no_artifacts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("create_progress_artifact", "create_table_artifact"):
        monkeypatch.setattr(artifacts, name, refuse)
    with disable_run_logger():
        artifacts.progress("backfill")("reading", 1, 1)
        artifacts.show_changes("1 change", [])


def test_only_what_the_server_refuses_is_spared() -> None:
    with disable_run_logger(), pytest.raises(ZeroDivisionError), spared("a table"):
        raise ZeroDivisionError


def test_a_table_is_cut_with_a_word_where_the_rest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}

    def create(table: list[dict[str, str]], *, key: str, description: str) -> None:
        made.update(rows=table, key=key, said=description)

    monkeypatch.setattr(artifacts, "create_table_artifact", create)
    row = dict.fromkeys(artifacts.CHANGE_COLUMNS)
    artifacts.show_changes("500 changes", [row] * 500)
    assert len(made["rows"]) == artifacts.MAX_ROWS
    assert made["said"] == "500 changes; the first 200 here, all with `moawatch changes --all`"
    assert set(made["rows"][0].values()) == {""}


def test_the_digest_is_shown_as_it_reads_and_nothing_in_it_is_markup(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(artifacts, "create_markdown_artifact", lambda markdown, key: shown.append(markdown))
    mail = EmailMessage()
    mail["Subject"] = "287(g): [2 ended](https://evil.example)"
    mail.set_content("Two ended.\n~~~\n# A headline\n")
    (tmp_path / "digest.eml").write_bytes(bytes(mail))
    artifacts.show_digest(tmp_path / "digest.html")
    (markdown,) = shown
    assert markdown == "# 287(g):  2 ended (https:  evil.example)\n\n~~~text\nTwo ended.\n~ ~ ~\n# A headline\n\n~~~\n"
    artifacts.show_digest(tmp_path / "gone.html")
    assert len(shown) == 1

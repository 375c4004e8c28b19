"""The notebook runs as it stands and draws its three figures."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import sqlalchemy as sa

from tests.questions.made_up import history, take_in
from tests.support.paths import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def drawn(database: str, folder: Path) -> tuple[str, dict[str, ElementTree.Element]]:
    """What it prints, and its pictures by name."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "notebook.py")],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=os.environ | {"MOAWATCH_DATABASE": database},
    )
    pictures = {file.stem: ElementTree.parse(file).getroot() for file in (folder / "figures").glob("*.svg")}
    return done.stdout, pictures


def words(picture: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in picture.iter(f"{SVG}text")]


def test_the_notebook_draws_three_figures(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    published = history()
    take_in(sqlite_record, published, published, tmp_path)
    said, pictures = drawn(sqlite_record.url.render_as_string(hide_password=False), tmp_path)
    assert said.startswith("34 agreements of 32 agencies in 4 states and territories. List of 2025-06-03, sha256 ")
    assert pictures.keys() == {"nation", "states", "bodies"}
    assert {"JEM: 1", "TFM: 5", "WSO: 28"} <= set(words(pictures["nation"]))
    assert {"TX8", "GA24", "FL1", "NY1", "CA"} <= set(words(pictures["states"]))
    assert {"sheriff", "30", "police", "other"} <= set(words(pictures["bodies"]))
    for picture in pictures.values():
        assert any(word.startswith("List of 2025-06-03, sha256 ") for word in words(picture))


def test_an_empty_record_has_empty_figures(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    said, pictures = drawn(sqlite_record.url.render_as_string(hide_password=False), tmp_path)
    assert said.startswith("0 agreements of 0 agencies")
    assert len(pictures) == 3

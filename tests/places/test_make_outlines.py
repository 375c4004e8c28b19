"""The script that makes the maps of the states, on a small atlas in the form of the real one."""

import csv
import json
import runpy
import sys
from itertools import accumulate
from pathlib import Path

import pytest

from data import DATA

# Two squares of one degree side by side in Alabama, just north of the equator where a degree is as wide as it is
# high. Arc 1 is
# the common line; the second square draws it backward, as -2. Connecticut is one square with one old county.
STEPS = {
    "square left": [[10, 10], [-10, 0], [0, -10], [10, 0]],
    "common line": [[10, 0], [0, 5], [0, 5]],
    "square right": [[10, 0], [10, 0], [0, 10], [-10, 0]],
    "connecticut": [[0, 20], [10, 0], [0, 10], [-10, 0], [0, -10]],
    "island": [[30, 5], [1, 0], [0, 1], [-1, -1]],
    "rock": [[29, 9], [0, 0], [0, 0], [0, 0]],
}
ATLAS = {
    "transform": {"scale": [0.1, 0.1], "translate": [0, 0.5]},
    "arcs": list(STEPS.values()),
    "objects": {
        "counties": {
            "geometries": [
                {"type": "Polygon", "id": "01001", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "01003", "arcs": [[[2, -2]], [[4]], [[5]]]},
                {"type": "Polygon", "id": "09001", "arcs": [[3]]},
            ]
        },
        "states": {"geometries": [{"type": "Polygon", "id": "09", "arcs": [[3]]}]},
    },
}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    (tmp_path / "map.json").write_text(json.dumps(ATLAS), "utf-8")
    script = tmp_path / "make_outlines.py"
    script.write_text((DATA / "reference" / "make_outlines.py").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path / "map.json")])
    runpy.run_path(str(script), run_name="__main__")
    with (tmp_path / "outlines.csv").open(encoding="utf-8", newline="") as table:
        return {row["county_fips"]: row for row in csv.DictReader(table)}


def corners(outline: str) -> list[tuple[int, int]]:
    """The corners of the first ring."""
    numbers = [int(number) for number in outline.split(";")[0].split()]
    return list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


def test_counties_share_a_line_without_the_corner_that_shows_nothing(made: dict[str, dict[str, str]]) -> None:
    left, right = corners(made["01001"]["outline"]), corners(made["01003"]["outline"])
    assert (len(left), len(right), len({*left} & {*right})) == (4, 4, 2)
    assert min(left)[0] == 0
    assert max(x for x, _ in left) < max(x for x, _ in right)


def test_an_island_stays_and_a_rock_of_no_size_does_not(made: dict[str, dict[str, str]]) -> None:
    assert len(made["01003"]["outline"].split(";")) == 2


def test_the_dot_stands_in_the_middle(made: dict[str, dict[str, str]]) -> None:
    (left, *_, right), (x, _) = sorted(x for x, _ in corners(made["01001"]["outline"])), made["01001"]["dot"].split()
    assert abs(int(x) - (left + right) / 2) < 15


def test_connecticut_is_one_piece(made: dict[str, dict[str, str]]) -> None:
    assert [fips for fips in made if fips.startswith("09")] == ["09000"]

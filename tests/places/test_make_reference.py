"""The script that makes the reference tables, on small sources in the form of the real ones."""

import json
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from data import DATA

# Two squares side by side in Alabama, one in Puerto Rico. Arc 1 is the common line; the second square draws it
# backward, as -2.
ATLAS = {
    "objects": {
        "counties": {
            "geometries": [
                {"type": "Polygon", "id": "01001", "arcs": [[0, 1]], "properties": {"name": "Autauga"}},
                {"type": "MultiPolygon", "id": "01003", "arcs": [[[2, -2]]], "properties": {"name": "Baldwin"}},
                {"type": "Polygon", "id": "01999", "arcs": [[2, 3]], "properties": {"name": "Gone since"}},
                {"type": "Polygon", "id": "72001", "arcs": [[4]], "properties": {"name": "Adjuntas"}},
            ]
        }
    }
}
POPULATION = """SUMLEV,STATE,COUNTY,STNAME,CTYNAME,POPESTIMATE2023
040,01,000,Alabama,Alabama,5108468
050,1,1,Alabama,Autauga County,60342
050,01,003,Alabama,Baldwin County,253507
"""


def zip_code(city: str, county: str, *others: str, kind: str = "STANDARD", active: bool = True) -> dict[str, object]:
    return {
        "city": city,
        "county": county,
        "state": "AL",
        "acceptable_cities": list(others),
        "zip_code_type": kind,
        "active": active,
    }


ZIP_CODES = [
    zip_code("Bay Minette", "Baldwin County"),
    zip_code("Bay Minette", "Baldwin County", kind="PO BOX"),
    zip_code("Prattville", "Autauga County", "Pine Level"),
    zip_code("Closed", "Autauga County", active=False),
    zip_code("Lost", "Lost County"),
]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "map.json").write_text(json.dumps(ATLAS), "utf-8")
    (tmp_path / "people.csv").write_text(POPULATION, "latin-1")
    (tmp_path / "make.py").write_text((DATA / "reference" / "make.py").read_text("utf-8"), "utf-8")
    monkeypatch.setitem(sys.modules, "zipcodes", SimpleNamespace(list_all=lambda: ZIP_CODES))
    monkeypatch.setattr(sys, "argv", ["make.py", str(tmp_path / "map.json"), str(tmp_path / "people.csv")])
    runpy.run_path(str(tmp_path / "make.py"), run_name="__main__")
    return tmp_path


def test_counties_are_the_estimates_and_the_maps_territories(made: Path) -> None:
    assert (made / "counties.csv").read_text("utf-8").splitlines() == [
        "county_fips,state,county,population_2023",
        "01001,AL,Autauga County,60342",
        "01003,AL,Baldwin County,253507",
        "72001,PR,Adjuntas Municipio,",
    ]


def test_neighbors_share_a_line_and_are_counties_of_today(made: Path) -> None:
    assert (made / "neighbors.csv").read_text("utf-8").splitlines() == ["county_fips,neighbor_fips", "01001,01003"]


def test_towns_count_their_open_zip_codes(capsys: pytest.CaptureFixture[str], made: Path) -> None:
    assert (made / "towns.csv").read_text("utf-8").splitlines() == [
        "county_fips,town,zip_codes",
        "01001,Pine Level,0",
        "01001,Prattville,1",
        "01003,Bay Minette,2",
    ]
    assert "('AL', 'Lost County'): 1" in capsys.readouterr().err

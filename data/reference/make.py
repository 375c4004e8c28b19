# /// script
# requires-python = ">=3.11"
# dependencies = ["zipcodes==3.0.0"]
# ///
"""Makes counties.csv, neighbors.csv and towns.csv anew from their sources; README.md says what they hold.

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    uv run data/reference/make.py package/counties-10m.json co-est2023-alldata.csv

The first argument is the county map of us-atlas, the second the Census Bureau's county population estimates.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

STATES = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY", "60": "AS", "66": "GU", "69": "MP",
    "72": "PR", "78": "VI",
}  # fmt: skip

# The population table ends with the states. The map names a territory's counties without what they are.
TERRITORY_SUFFIX = {"60": "", "66": "", "69": " Municipality", "72": " Municipio", "78": " Island"}

# 'Juneau City and Borough' is 'City and Borough of Juneau' in the ZIP code table.
WHAT_IT_IS = re.compile(
    r"^(?:municipality|city and borough) of "
    r"| (?:county|parish|city and borough|borough|census area|municipality|municipio|city|island|district)$"
)


def main(map_file: Path, population_file: Path) -> None:
    atlas = json.loads(map_file.read_text("utf-8"))
    counties = dict(sorted((*populations(population_file), *territories(atlas))))
    rows = ((fips, STATES[fips[:2]], name, people) for fips, (name, people) in counties.items())
    write("counties.csv", ("county_fips", "state", "county", "population_2023"), rows)
    pairs = (pair for pair in sorted(borders(atlas)) if counties.keys() >= set(pair))
    write("neighbors.csv", ("county_fips", "neighbor_fips"), pairs)
    names = {fips: name for fips, (name, _) in counties.items()}
    write("towns.csv", ("county_fips", "town", "zip_codes"), towns(names))


def populations(file: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """The counties of the 50 states and DC with their people on July 1, 2023."""
    with file.open(encoding="latin-1", newline="") as table:
        for row in csv.DictReader(table):
            if row["SUMLEV"] == "050":  # 040 is a state's total
                yield row["STATE"].zfill(2) + row["COUNTY"].zfill(3), (row["CTYNAME"], row["POPESTIMATE2023"])


def territories(atlas: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    for each in atlas["objects"]["counties"]["geometries"]:
        fips = each["id"]
        if fips[:2] in TERRITORY_SUFFIX:
            yield fips, (each["properties"]["name"] + TERRITORY_SUFFIX[fips[:2]], "")


def borders(atlas: Any) -> set[tuple[str, str]]:
    """Pairs of counties that share a line of the map. Counties that meet at a point only do not."""
    owners: dict[int, set[str]] = defaultdict(set)
    for each in atlas["objects"]["counties"]["geometries"]:
        for arc in flat(each.get("arcs", ())):
            owners[arc if arc >= 0 else ~arc].add(each["id"])  # an arc drawn backward is the complement of its number
    return {pair for ids in owners.values() for pair in combinations(sorted(ids), 2)}


def flat(arcs: Sequence[Any]) -> Iterator[int]:
    for each in arcs:
        if isinstance(each, int):
            yield each
        else:
            yield from flat(each)


def towns(counties: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """(county, town, ZIP codes that the town is the first name of); 0 where the mail only accepts the name."""
    import zipcodes  # type: ignore[import-not-found]

    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fips, name in counties.items():
        for key in keys(name):
            by_name[STATES[fips[:2]], key].add(fips)
    found: Counter[tuple[str, str]] = Counter()
    unknown: Counter[tuple[str, str]] = Counter()
    for row in zipcodes.list_all():
        if row["zip_code_type"] == "MILITARY" or not row["active"]:
            continue
        whole, bare = keys(row["county"])
        of_that_name = by_name[row["state"], whole] or by_name[row["state"], bare]
        if len(of_that_name) != 1:
            unknown[row["state"], row["county"]] += 1
            continue
        (one,) = of_that_name
        found[one, row["city"]] += 1
        for name in row["acceptable_cities"]:
            found[one, name] += 0
    print("ZIP codes of no one county:", dict(unknown), file=sys.stderr)
    yield from ((fips, town, codes) for (fips, town), codes in sorted(found.items()))


def keys(county: str) -> tuple[str, str]:
    """A county's name with and without what it is, in letters alone: the tables write 'La Porte' and 'LaPorte'."""
    text = unicodedata.normalize("NFKD", county).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z]", "", text), re.sub(r"[^a-z]", "", WHAT_IT_IS.sub("", text))


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

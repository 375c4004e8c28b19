"""The mutations do what they promise: the same bytes from the same seed, spoiled, of every sort, and fast."""

import json
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO

import pytest

from tests.fuzz.mutations import KINDS, MUTATIONS, Kind, mutated
from tests.fuzz.seeds import ARTICLE, GDELT, HEAD, PAGE, RSS, SEEDS, workbook_parts
from tests.fuzz.wounds import (
    BYTES,
    HEADERS,
    JSON,
    MARKUP,
    Mutation,
    drop_closing,
    extreme_day,
    extreme_number,
    fold_header,
    odd_value,
    repeat_key,
    swap_tags,
    unescape,
)
from tests.support.paths import ROOT

# What one second must bring at least. A mutation that is slower eats the time of what it should test.
PER_SECOND: dict[Kind, int] = dict.fromkeys(KINDS, 500) | {"workbook": 60}


def digest_of(pieces: Iterable[bytes]) -> str:
    return sha256(b"|".join(pieces)).hexdigest()


def as_zip(content: bytes) -> zipfile.ZipFile | None:
    with suppress(zipfile.BadZipFile, ValueError, NotImplementedError):
        return zipfile.ZipFile(BytesIO(content))
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_its_bytes_whatever_went_before_it(kind: Kind) -> None:
    first = [mutated(kind, seed) for seed in range(40)]
    random.seed(7)
    assert [mutated(kind, seed) for seed in reversed(range(40))] == first[::-1]


def test_a_seed_gives_its_bytes_in_another_process_too() -> None:
    code = (
        "from tests.fuzz.mutations import KINDS, mutated; from tests.fuzz.test_mutations import digest_of;"
        "print(digest_of(mutated(kind, seed) for kind in KINDS for seed in range(20)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    ).stdout
    assert told.decode().strip() == digest_of(mutated(kind, seed) for kind in KINDS for seed in range(20))


@pytest.mark.parametrize("kind", SEEDS)
def test_a_mutation_is_never_the_honest_document(kind: Kind) -> None:
    assert not {mutated(kind, seed) for seed in range(300)} & set(SEEDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_the_seeds_rarely_say_the_same_and_stay_small(kind: Kind) -> None:
    contents = [mutated(kind, seed) for seed in range(300)]
    assert len(set(contents)) > 260
    assert sum(map(len, contents)) / len(contents) < 100_000


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_fast(kind: Kind) -> None:
    workbook_parts()  # made once
    start = time.process_time()
    for seed in range(150):
        mutated(kind, seed)
    assert 150 / (time.process_time() - start) > PER_SECOND[kind]


def test_nine_workbooks_in_ten_still_open_and_their_parts_are_whole() -> None:
    archives = [archive for seed in range(200) if (archive := as_zip(mutated("workbook", seed)))]
    assert len(archives) > 170
    assert sum(archive.testzip() is None for archive in archives) > 170


def test_workbooks_lose_gain_and_rename_parts_and_keep_the_others() -> None:
    honest = {frozenset(parts) for parts in workbook_parts()}
    sizes = set()
    renamed = 0
    for seed in range(300):
        if archive := as_zip(mutated("workbook", seed)):
            names = archive.namelist()
            sizes.add(len(names) - 10)
            renamed += len(names) == 10 and frozenset(names) not in honest
    assert {-1, 0, 1} <= sizes
    assert renamed > 10


@pytest.mark.parametrize("wound", [*BYTES, *MARKUP], ids=lambda wound: wound.__name__)
def test_each_wound_of_bytes_and_markup_shows_and_bears_an_empty_document(wound: Mutation) -> None:
    assert sum(wound(RSS, random.Random(seed)) != RSS for seed in range(30)) > 15
    assert len(wound(b"", random.Random(1))) < 2_000


@pytest.mark.parametrize("wound", JSON, ids=lambda wound: wound.__name__)
def test_each_wound_of_json_leaves_json(wound: Mutation) -> None:
    for seed in range(30):
        spoiled = wound(GDELT, random.Random(seed))
        assert spoiled != GDELT
        json.loads(spoiled.decode("utf-8", "surrogatepass"))
    assert wound(b"{broken", random.Random(1)) == b"{broken"
    assert wound(b"", random.Random(1)) == b""


@pytest.mark.parametrize("wound", JSON, ids=lambda wound: wound.__name__)
def test_the_json_inside_an_article_is_wounded_and_nothing_else_of_it(wound: Mutation) -> None:
    before, _, told = ARTICLE.partition(b'\n{"@graph"')
    after = told[told.index(b"</script>") :]
    spoiled = {wound(ARTICLE, random.Random(seed)) for seed in range(10)}
    assert len(spoiled) > 3
    assert all(each.startswith(before) and each.endswith(after) for each in spoiled)


@pytest.mark.parametrize("wound", HEADERS, ids=lambda wound: wound.__name__)
def test_each_wound_of_headers_shows_and_bears_an_empty_head(wound: Mutation) -> None:
    assert sum(wound(HEAD, random.Random(seed)) != HEAD for seed in range(30)) > 15
    wound(b"", random.Random(1))


def test_wounds_hit_what_they_name() -> None:
    def over(wound: Mutation, good: bytes) -> set[bytes]:
        return {wound(good, random.Random(seed)) for seed in range(60)}

    assert b"<b><a></b></a>" in over(swap_tags, b"<a><b></a></b>") | over(swap_tags, b"<a><b></b></a>")
    assert over(drop_closing, b"<a>1</a>") == {b"<a>1"}
    assert over(unescape, b"&lt;b&gt;") >= {b"<b&gt;", b"&lt;b>", b"<b>"}
    assert b"<v>2958466</v>" in over(extreme_number, b"<v>45720</v>")
    assert b"<v>9999-12-31</v>" in over(extreme_day, b"<v>45720</v>")
    assert b'<time datetime="9999-12-31T23:59:59-12:00">' in over(extreme_day, b'<time datetime="2026-02-03">')
    assert any(b"Fri, 31 Dec 9999" in each for each in over(extreme_day, RSS))
    assert any(b"9999-12-31" in each and b"February 3, 2026" not in each for each in over(extreme_day, PAGE))
    assert b'{"a": []}' in over(odd_value, b'{"a": 1}')
    assert over(repeat_key, b'{"a": "b"}') == {b'{"a": "b", "a": "bx"}'}
    assert over(fold_header, b"A: one two") == {b"A:\r\n one\r\n two"}


def test_every_kind_but_workbooks_has_mutations_of_its_own() -> None:
    assert set(MUTATIONS) == set(SEEDS) == set(KINDS) - {"workbook"}

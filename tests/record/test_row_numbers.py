"""Row numbers told from a frame come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from models.record.row_numbers import row_of, told_from

ROWS = st.dictionaries(st.integers(1, 400), st.integers(2, 2_000), max_size=300)


@given(ROWS, ROWS)
def test_every_row_comes_back(frame: dict[int, int], rows: dict[int, int]) -> None:
    told = told_from(frame, rows)
    if told is not None:
        assert {listing: row_of(listing, frame, told) for listing in rows} == rows


def test_a_row_inserted_at_the_top_takes_two_rows_of_the_tables() -> None:
    frame = {listing: listing + 1 for listing in range(1, 3_001)}
    told = told_from(frame, {3_001: 2} | {listing: row + 1 for listing, row in frame.items()})
    assert told is not None
    assert (told.shifts, told.own) == ([(2, 1)], {3_001: 2})


def test_a_list_sorted_anew_is_a_frame_of_its_own() -> None:
    frame = {listing: listing + 1 for listing in range(1, 1_001)}
    assert told_from(frame, {listing: 1_002 - row for listing, row in frame.items()}) is None

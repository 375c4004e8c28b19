"""The figures of a digest: every state once, shades that differ, the same said in words."""

from datetime import date

from flows.digests.drawing.charts import LEGEND, MAX_MOVED, shade_of, tile_map
from flows.digests.drawing.templates import templates
from models.digests.content import PlaceFigure
from models.vocabulary import STATE_NAMES, TERRITORY_NAMES

SINCE = date(2026, 1, 23)


def places(**agreements: int) -> list[PlaceFigure]:
    return [PlaceFigure(place, number, 0) for place, number in agreements.items()]


def drawn(macro: str, chart: object) -> str:
    return str(getattr(templates().get_template("digest_parts.html.jinja").module, macro)(chart))


def alternative_of(macro: str, chart: object) -> str:
    return drawn(macro, chart).partition('aria-label="')[2].partition('"')[0]


def test_every_state_has_one_tile_in_a_map_of_even_rows() -> None:
    drawn = [tile.place for row in tile_map([], None).rows for tile in row if tile]
    assert sorted(drawn) == sorted(STATE_NAMES)
    assert {len(row) for row in tile_map([], None).rows} == {11}


def test_a_territory_is_drawn_only_where_it_has_a_figure() -> None:
    drawn = [tile.place for row in tile_map(places(GU=1), None).rows for tile in row if tile]
    assert set(drawn) & TERRITORY_NAMES.keys() == {"GU"}


def test_shades_tell_few_from_many() -> None:
    figures = places(AL=0, AK=1, AZ=9, AR=10, CA=29, CO=30, CT=99, DE=100, FL=341)
    shades = {tile.place: shade_of(tile.agreements) for row in tile_map(figures, None).rows for tile in row if tile}
    assert [shades[figure.place] for figure in figures] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert LEGEND == ("none", "1 to 9", "10 to 29", "30 to 99", "100 or more")


def test_the_alternative_names_the_ten_largest_and_counts_the_rest() -> None:
    figures = places(**{state: place + 1 for place, state in enumerate(STATE_NAMES)})
    alternative = alternative_of("tiles", tile_map(figures, None))
    assert alternative.startswith("Map of agreements by state. Wyoming 51, Wisconsin 50")
    assert alternative.endswith(" and South Dakota 42; 41 others have fewer.")


def test_of_many_states_that_moved_the_first_are_named_and_the_rest_counted() -> None:
    moved = [PlaceFigure(place, 30, number + 1) for number, place in enumerate([*STATE_NAMES][: MAX_MOVED + 1])]
    assert tile_map(moved, SINCE).changes.endswith("Alaska +2; 1 other changed by no more.")


def test_what_moved_is_said_with_its_sign() -> None:
    figures = [PlaceFigure("TX", 287, 11), PlaceFigure("GA", 30, -2), PlaceFigure("FL", 341, 0)]
    drawn = tile_map(figures, SINCE)
    assert drawn.changes == "Since Jan 23, 2026: Texas +11, Georgia −2."
    assert {tile.place for row in drawn.rows for tile in row if tile and tile.change} == {"TX", "GA"}
    assert tile_map(figures, None).changes == ""

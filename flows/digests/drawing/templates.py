"""The templates, with the filters they share."""

import textwrap
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flows.digests.drawing.charts import LEGEND, shade_of
from flows.digests.drawing.county_map import PALETTE
from flows.digests.drawing.plain import quote, short, visible, web_link
from models.digests.content import DigestContent
from models.digests.telling.news import number_words
from models.digests.wording import day_words, place_name, plain_days, plural, signed_number, upper_first

TEXT_WIDTH = 72


@lru_cache(maxsize=1)
def templates() -> Environment:
    """All but the text part is escaped; an unknown name in a template is an error."""
    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=select_autoescape(disabled_extensions=("txt.jinja",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"legend": LEGEND, "palette": PALETTE}
    environment.filters |= {
        "agencies": lambda number: plural(number, "agency"),
        "day": day_words,
        "headed": _headed,
        "map_heading": _map_heading,
        "number": number_words,
        "percent": lambda percent: f"{percent:+,.0f}%".replace("-", "−"),
        "place": place_name,
        "plain_days": plain_days,
        "shade": shade_of,
        "quote": quote,
        "short": short,
        "signed": signed_number,
        "upper_first": upper_first,
        "visible": visible,
        "web_link": web_link,
        "words": lambda text: upper_first(text.replace("_", " ")),
        "wrap": _wrap,
    }
    return environment


def _map_heading(state: str, content: DigestContent) -> str:
    """'Where in Texas', of all agreements; for comparison, unless the subscriber asked for all of them."""
    asked = [each for each in content.asked if each.place.name == state and each.of_what == "agreements"]
    return f"Where in {state}" if asked else f"For comparison: where in {state}, all agreements"


def _headed(text: str) -> str:
    """A heading of the text part: in capitals, underlined."""
    lines = textwrap.wrap(text.upper(), TEXT_WIDTH) or [""]
    return "\n".join([*lines, "-" * len(lines[-1])])


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(text, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)

"""The templates, with the filters they share."""

import textwrap
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flows.digests.drawing.charts import LEGEND, shade_of
from flows.digests.drawing.county_map import PALETTE
from flows.digests.drawing.page import signed_number
from flows.digests.drawing.plain import short, web_link
from models.digests.wording import act_words, day_words, place_name, plain_days, upper_first

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
        "act": act_words,
        "day": day_words,
        "percent": lambda percent: f"{percent:+,.0f}%".replace("-", "−"),
        "place": place_name,
        "plain_days": plain_days,
        "shade": shade_of,
        "short": short,
        "signed": signed_number,
        "web_link": web_link,
        "words": lambda text: upper_first(text.replace("_", " ")),
        "wrap": _wrap,
    }
    return environment


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(text, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)

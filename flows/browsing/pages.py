"""A plugin of Datasette, given to it when the copy is served. Imported only then: it needs Datasette."""

import re
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from models.record.views.dictionary import views

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(action: str, resource: Any) -> bool | None:
    """Only the views have pages. What stands behind them in the copy is no secret, but nobody should take it for what
    the record promises."""
    return False if action == "view-table" and resource[1] not in views() else None


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None, database: str) -> Markup | None:
    """Days stay in one piece. In the answer to a query, ids lead to the row that they name, as on the views' pages."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return Markup('<span class="whole">{}</span>').format(value)
    view = {each.key[0]: each.name for each in views().values() if len(each.key) == 1}.get(column)
    if table or view is None or not isinstance(value, str):
        return None
    return Markup('<a href="/{}/{}/{}">{}</a>').format(database, view, tilde_encode(value), value)

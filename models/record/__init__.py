"""The record: all of the SQL. Tables, migrations, what writes them and what asks them.

For a program of your own:

    from datetime import date
    from models.record import agreements, open_record

    with open_record("moawatch.db") as record:
        for each in agreements(record, state="TX", as_of=date(2025, 9, 3)):
            print(each["agency"], each["signed"])
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.record.asking.views.agreements import agreements, stretches
    from models.record.asking.views.reading import agencies, agency, ask, changes, counts, daily_counts, open_record

__all__ = ["agencies", "agency", "agreements", "ask", "changes", "counts", "daily_counts", "open_record", "stretches"]


def __getattr__(name: str) -> Any:
    """Imported when first asked for: the program itself needs few of them, and each takes time to load."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from models.record.asking.views import agreements, reading

    return getattr(agreements if name in ("agreements", "stretches") else reading, name)

"""The rows of the last list by state and support type: where the agreements that are listed now can be looked for.

The agreements themselves may not be at hand (see `models.identity.partial`); their rows always are, and say enough to
choose the few that are worth asking for.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.lists.rulings import Rulings
from models.vocabulary import SupportType

_StateAndModel = tuple[str, SupportType | None]


class LastRows:
    """The rows of the last participating list."""

    def __init__(self, rows: Mapping[int, Placement], rulings: Rulings) -> None:
        self._rows = rows
        self._rulings = rulings

    def holders(
        self, state: str, support_type: SupportType | None, alike: Callable[[Placement, Listing], bool]
    ) -> set[str]:
        """The agreements with this state and support type of which a row is `alike`, given with corrections applied."""
        here = self._by_slot.get((state, support_type), ())
        return {placed.holder for placed in here if alike(placed, self._rulings.correct(placed.listing))}

    @cached_property
    def _by_slot(self) -> dict[_StateAndModel, list[Placement]]:
        """Most lists bring nothing new and need no index."""
        by_slot: dict[_StateAndModel, list[Placement]] = defaultdict(list)
        for placed in self._rows.values():
            by_slot[placed.state, placed.support_type].append(placed)
        return dict(by_slot)

"""A mapping of the state of which only some entries are at hand: the rest stays in the record until it is asked for.

After ten years most of what the rules know is of agreements that ended long ago, and a list touches a few dozen
entries. Rules need not know which mapping they have: asked for an entry that is not at hand, this one raises, whoever
runs the rules fetches the entry, and the rules, which are pure, run again.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

Value = TypeVar("Value")


class Part(StrEnum):
    """The mappings of the state that grow with the agreements ever listed, by the names of their fields."""

    NAMES = "names"
    AGENCIES = "agencies"
    AGREEMENTS = "agreements"
    AGREEMENTS_OF = "agreements_of"
    SIGNED_ALIKE = "signed_alike"
    SLOT_HISTORIES = "slot_histories"
    APPLICATIONS = "applications"
    APPLICATIONS_OF = "applications_of"


class NotAtHandError(Exception):
    """The rules asked for an entry that is not at hand."""

    def __init__(self, part: Part, key: str) -> None:
        super().__init__(f"{part}: {key}")
        self.part, self.key = part, key


class PartialMapping(dict[str, Value]):
    """The entries at hand, and the keys that are known to have none. Nobody can ask for all entries."""

    __slots__ = ("_without", "part")

    def __init__(self, part: Part, entries: Mapping[str, Value] | None = None, without: frozenset[str] = frozenset()):
        super().__init__(entries or {})
        self.part = part
        self._without = without

    def with_fetched(self, keys: set[str], entries: Mapping[str, Value]) -> "PartialMapping[Value]":
        """The mapping once these keys were looked up and these entries found."""
        return PartialMapping(
            self.part, dict(dict.items(self)) | dict(entries), self._without | (keys - entries.keys())
        )

    def knows(self, key: str) -> bool:
        """Whether what there is under the key is at hand, be it nothing."""
        return super().__contains__(key) or key in self._without

    def copy(self) -> "PartialMapping[Value]":
        return PartialMapping(self.part, dict(dict.items(self)), self._without)

    def __missing__(self, key: str) -> NoReturn:
        if key in self._without:
            raise KeyError(key)
        raise NotAtHandError(self.part, key)

    def __contains__(self, key: object) -> bool:
        if super().__contains__(key):
            return True
        if key in self._without:
            return False
        raise NotAtHandError(self.part, str(key))

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: str, *default: Any) -> Any:
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._without |= {key}

    def _not_all(self) -> NoReturn:
        raise TypeError(f"{self.part}: only some entries are at hand; ask for each")

    def __iter__(self) -> Iterator[str]:
        self._not_all()

    def keys(self) -> Any:
        self._not_all()

    def values(self) -> Any:
        self._not_all()

    def items(self) -> Any:
        self._not_all()


def working_copy(entries: Mapping[str, Value]) -> dict[str, Value]:
    """Entries that may be altered; those of the state are not."""
    return entries.copy() if isinstance(entries, PartialMapping) else dict(entries)


def at_hand(entries: Mapping[str, Value], key: str) -> Value | None:
    """The entry if it is at hand; unlike the mapping itself, this does not raise where it is not."""
    return dict.get(entries, key) if isinstance(entries, PartialMapping) else entries.get(key)


def is_known(entries: Mapping[str, Value], key: str) -> bool:
    return not isinstance(entries, PartialMapping) or entries.knows(key)


def altered(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[dict[str, Value], set[str]]:
    """The entries that are new or other than before, and the keys that have none any more.

    An entry that a list left alone is the same object, so all of a state is compared in milliseconds.
    """
    was, now = _whole(before), _whole(after)
    return {key: value for key, value in now.items() if was.get(key) is not value}, was.keys() - now.keys()


def _whole(entries: Mapping[str, Value]) -> dict[str, Value]:
    """Those at hand, as a plain dictionary."""
    return dict(dict.items(entries)) if isinstance(entries, PartialMapping) else dict(entries)

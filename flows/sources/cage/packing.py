"""Questions and answers of the cage as bytes, and the few sorts of value that may come out of them."""

import io
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

from models.lists.listings import Listing, PublishedList
from models.vocabulary import ListKind


class Reply(NamedTuple):
    """What came of one question."""

    how: str  # 'value', 'refused' (a ReadError), 'memory', 'stopped', 'died' or 'fault'
    value: Any  # or the words for what went wrong
    trace: str = ""


# The only things that are made from what the cage sends back.
_SORTS = {
    "datetime": ("date", "datetime", "timedelta", "timezone"),
    "flows.sources.cage.packing": ("Reply", "_unfolded"),
    "flows.sources.ice.served_page": ("IcePage", "PageLink"),
    "models.documents.facts": ("MoaFacts", "MoaPages", "TextLayer"),
    "models.lists.listings": ("Headline",),
    "models.news.articles": ("ListedArticle", "NewsListing", "ReadArticle"),
    "models.vocabulary": ("ListKind", "SupportType"),
}


class _Unpacking(pickle.Unpickler):
    """Makes our own values and nothing else, whatever is sent by a process that has read hostile bytes."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in _SORTS.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}"[:100])
        return super().find_class(module, name)


def packed(answer: Reply) -> bytes:
    """The answer as bytes."""
    into = io.BytesIO()
    pickler = pickle.Pickler(into, protocol=5)
    pickler.dispatch_table = {PublishedList: _folded, ListKind: _by_value}
    pickler.dump(answer)
    return into.getvalue()


def unpacked(content: bytes) -> Reply:
    """The answer in bytes. Raises UnpicklingError where they hold anything else."""
    answer = _Unpacking(io.BytesIO(content)).load()
    if not isinstance(answer, Reply):
        raise pickle.UnpicklingError(type(answer).__name__)
    return answer


def _by_value(kind: ListKind) -> tuple[type[ListKind], tuple[str]]:
    """Python 3.11.0 to 3.11.3, which Debian 12 has, would make of it a call of getattr."""
    return ListKind, (kind.value,)


def _folded(published: PublishedList) -> tuple[Callable[..., PublishedList], tuple[Any, ...]]:
    """A list by its columns: eleven tuples pack four times as fast as a thousand rows."""
    columns = tuple(zip(*published.rows.values(), strict=True))
    rest = (published.kind, published.columns, published.remarks, published.saved_at)
    return _unfolded, (tuple(published.rows), columns, *rest)


def _unfolded(numbers: tuple[int, ...], columns: tuple[Any, ...], kind: Any, *rest: Any) -> PublishedList:
    rows = dict(zip(numbers, map(Listing._make, zip(*columns, strict=True)), strict=True))
    return PublishedList(kind, rows, *rest)

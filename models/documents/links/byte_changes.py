"""What the bytes behind the links say: the changes that no list shows, and the lists' own as bytes settle them.

Each is worked out from everything known, so that the order in which lists and documents came makes no difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from models.documents.links.goings import goings
from models.documents.links.list_changes import settled
from models.documents.links.replacements import OTHER_BYTES, replacements
from models.documents.links.spans import LinkSpan, PublishedAt
from models.documents.links.stays import SeenAt, stays_of
from models.lists.changes import Change
from models.vocabulary import ChangeKind

# The kinds that rest on bytes.
KINDS_OF_LINKS = (
    ChangeKind.MOA_POSTED, ChangeKind.MOA_REPLACED, ChangeKind.MOA_UNLINKED, ChangeKind.MOA_GONE,
    ChangeKind.ADDENDUM_POSTED,
)  # fmt: skip


def is_by_bytes(change: Change) -> bool:
    """Whether a change follows from bytes alone, and not from a list."""
    replaced = change.kind is ChangeKind.MOA_REPLACED and change.evidence[:1] == (OTHER_BYTES,)
    return replaced or change.kind is ChangeKind.MOA_GONE


def byte_changes(
    by_lists: Iterable[Change], spans: Iterable[LinkSpan], seen: Iterable[SeenAt], lists: Sequence[PublishedAt]
) -> list[Change]:
    """The changes that bytes add, and the lists' own as bytes settle them; those may have been settled before."""
    stays = stays_of(seen)
    of_agreement: dict[str, list[LinkSpan]] = defaultdict(list)
    for span in spans:
        of_agreement[span.agreement_id].append(span)
    published = {each.snapshot_id: each.published_at for each in lists}
    added = [
        change
        for group in of_agreement.values()
        for changes in (replacements, goings)
        for change in changes(group, stays, lists)
    ]
    own = [
        settled(change, published.get(change.snapshot_id), of_agreement.get(change.agreement_id or "", []), stays)
        for change in by_lists
    ]
    return [*added, *own]

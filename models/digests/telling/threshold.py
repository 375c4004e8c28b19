"""Whether a digest goes out now, or waits until what its subscriber set has happened."""

from models.digests.content import DigestContent
from models.digests.subscriptions import Subscriber
from models.digests.telling.places import is_in
from models.vocabulary import ChangeKind

# These change who has which agreement; a renewal, a new name or a posted document does not.
_COUNTED = frozenset(
    {
        ChangeKind.AGREEMENT_ADDED,
        ChangeKind.AGREEMENT_RETURNED,
        ChangeKind.AGREEMENT_SWITCHED,
        ChangeKind.AGREEMENT_ENDED,
    }
)


def is_reached(subscriber: Subscriber, content: DigestContent) -> bool:
    """Whether nothing was set, or one of what was set has happened since the last digest. What corrects or alarms is
    never kept back."""
    if not (subscriber.threshold or subscriber.at_endings or subscriber.at_switches):
        return True
    if content.corrections or content.troubles or content.troubles_over:
        return True
    if subscriber.at_endings and content.endings_confirmed:
        return True
    happened = [item for item in (*content.changed, *content.endings_confirmed) if item.kind in _COUNTED]
    if subscriber.at_switches and any(item.kind is ChangeKind.AGREEMENT_SWITCHED for item in happened):
        return True
    most = max((sum(is_in(item, each.place) for item in happened) for each in content.asked), default=0)
    return subscriber.threshold is not None and most >= subscriber.threshold

"""What can go wrong, one class per meaning. Each message is one line: what failed, where, and what to do."""


class MoawatchError(Exception):
    """Any failure that moawatch states to its user; everything else is a defect."""


class FetchError(MoawatchError):
    """The publisher gave nothing that can be kept: no answer, a refusal, or more than the cap."""


class ArchiveError(MoawatchError):
    """A document cannot be kept or found again: the disk is full, the bytes are damaged, the folder is not there."""


class ReadError(MoawatchError):
    """Bytes were kept, but they are not what they ought to be: a block page, a bomb, a table without columns."""


class RecordError(MoawatchError):
    """The record cannot be used: locked, full, of a newer schema, or not there."""


class DeliveryError(MoawatchError):
    """A message could not be handed over. The payload is kept, and the delivery says what the other side said."""


class SettingsError(MoawatchError):
    """A setting, a source stanza or a shipped table says something that cannot be meant."""

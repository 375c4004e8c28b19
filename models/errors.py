"""What can go wrong, one class per meaning. Each message is one line: what failed, where, and what to do."""


class MoawatchError(Exception):
    """Any failure that moawatch reports to its user; everything else is a bug."""


class FetchError(MoawatchError):
    """The publisher gave no document: no answer, a refusal, or more bytes than allowed."""


class ArchiveError(MoawatchError):
    """A document cannot be kept or read back: the disk is full, the folder may not be read, the store is away."""


class DamagedDocumentError(ArchiveError):
    """A document is gone from the archive, or its bytes are no longer those that were kept."""


class ReadError(MoawatchError):
    """A document was kept but is unusable: a block page, a zip bomb, a table without the list's columns."""

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace  # where it happened, if the fault is the reader's; for the log, not for people


class RecordError(MoawatchError):
    """The record cannot be used: locked, full, missing, or with another schema."""


class DamagedRecordError(RecordError):
    """The record's own file is broken: pages that are none, a table that is gone."""


class TableError(MoawatchError):
    """A table of the reader of news cannot be read: a row without its pattern, a file that is no TOML."""


class DeliveryError(MoawatchError):
    """A message could not be delivered. Its payload is kept, with the other side's answer."""


class MailboxError(MoawatchError):
    """A mailbox or folder of letters cannot be read."""


class SettingsError(MoawatchError):
    """A setting, a source stanza or a shipped table is invalid."""


class ExportError(MoawatchError):
    """An export cannot be written: the folder holds other files, a package is missing, a change is unknown."""

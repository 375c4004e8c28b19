"""The archive keeps every fetched document forever, under the sha256 of its bytes."""

import hashlib
import re
from datetime import datetime

from flows.fetching.storage import storage_at
from models.errors import ArchiveError, DamagedDocumentError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """A folder, or any place that fsspec reaches by URL ('s3://bucket/moawatch', 'memory://')."""

    def __init__(self, root: str) -> None:
        """Opens nothing yet. Raises SettingsError where fsspec knows no file system for that URL."""
        self._storage = storage_at(root)

    def __str__(self) -> str:
        """The folder, in full where it is on this machine."""
        return str(self._storage)

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once, and return their sha256. Raises ArchiveError, for example when the disk is full.

        Neither a killed run nor a power cut leaves a partial document. One that has rotted meanwhile is written again.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            self._storage.write(self._name(sha256), content)
        except OSError as error:
            raise self._cannot_keep(f"a document of {len(content)} bytes", error) from error
        return sha256

    def append(self, name: str, text: str) -> None:
        """Add lines to a file beside the documents. They begin a line of their own, also after a torn one."""
        try:
            self._storage.append(name, f"\n{text}\n".encode())
        except OSError as error:
            raise self._cannot_keep(name, error) from error

    def text(self, name: str) -> str:
        """A file beside the documents, with a sign in place of bytes that are no text; '' where there is none."""
        try:
            content = self._storage.read_all(name)
        except OSError as error:
            raise self._cannot(f"read {name}", error) from error
        return content.decode("utf-8", "replace")

    def documents(self) -> list[str]:
        """The sha256 of every document there, whole or damaged, in order."""
        return sorted(self.sizes())

    def sizes(self) -> dict[str, int]:
        """The documents with their sizes in bytes."""
        try:
            found = self._storage.sizes()
        except OSError as error:
            raise self._cannot("be listed", error) from error
        names = {name.rpartition("/")[2]: (name, size) for name, size in found.items()}
        return {
            sha256: size
            for sha256, (name, size) in names.items()
            if _SHA256.fullmatch(sha256) and name == self._name(sha256)
        }

    def remove_partials(self, now: datetime) -> int:
        """Remove what killed runs were writing, and say how many there were."""
        try:
            return self._storage.remove_partials(now)
        except OSError as error:
            raise self._cannot("be tidied", error) from error

    def read(self, sha256: str) -> bytes:
        """The bytes. Raises DamagedDocumentError where they are gone or damaged, ArchiveError where nobody can tell."""
        try:
            content = self._storage.read(self._name(sha256))
        except FileNotFoundError as error:
            raise DamagedDocumentError(
                f"archive {self._storage.shown}: no document {sha256}; check that the archive belongs to this record"
            ) from error
        except OSError as error:
            raise self._cannot(f"read document {sha256}", error) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedDocumentError(
                f"archive {self._storage.shown}: document {sha256} is damaged; restore it from a backup"
            )
        return content

    def _name(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"archive {self._storage.shown}: {sha256[:80]!r} is not a sha256")
        return f"{sha256[:2]}/{sha256}"  # 256 folders, so that none grows too large to list

    def _cannot(self, do: str, error: OSError, advice: str = "") -> ArchiveError:
        advice = getattr(error, "advice", "") or advice or self._storage.check
        return ArchiveError(f"archive {self._storage.shown}: cannot {do} ({error.strerror or error}); {advice}")

    def _cannot_keep(self, what: str, error: OSError) -> ArchiveError:
        return self._cannot(f"keep {what}", error, self._storage.repair)

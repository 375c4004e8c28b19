"""The archive keeps every fetched document forever, under the sha256 of its bytes."""

import hashlib
import re
import secrets
from contextlib import suppress

import fsspec

from models.errors import ArchiveError, SettingsError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """A folder, or any place that fsspec reaches by URL ('s3://bucket/moawatch', 'memory://')."""

    def __init__(self, root: str) -> None:
        """Opens nothing yet. Raises SettingsError where fsspec knows no file system for that URL."""
        self._shown = re.sub(r"//[^/@]*@", "//", root)  # a URL may carry a password
        try:
            self._files, self._root = fsspec.core.url_to_fs(root)
        except (ValueError, ImportError) as error:
            raise SettingsError(
                f"setting archive: {self._shown} cannot be opened ({error}); name a folder, or install what it needs"
            ) from error

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once, and return their sha256. Raises ArchiveError, for example when the disk is full.

        They are written under a temporary name and renamed, so that a killed run leaves no partial document.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            if self._files.exists(path) and self._files.size(path) == len(content):
                return sha256
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            partial = f"{path}.{secrets.token_hex(4)}.partial"
            try:
                self._files.pipe_file(partial, content)
                self._files.mv(partial, path)
            except OSError:
                self._remove(partial)
                raise
        except OSError as error:
            raise ArchiveError(
                f"archive {self._shown}: cannot keep a document of {len(content)} bytes"
                f" ({error.strerror or error}); free some space or repair the folder, and run again"
            ) from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes. Raises ArchiveError where they are missing or damaged."""
        try:
            content: bytes = self._files.cat_file(self._path(sha256))
        except FileNotFoundError as error:
            raise ArchiveError(
                f"archive {self._shown}: no document {sha256}; check that the archive belongs to this record"
            ) from error
        except OSError as error:
            raise ArchiveError(
                f"archive {self._shown}: cannot read document {sha256} ({error.strerror or error}); check the disk"
            ) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ArchiveError(f"archive {self._shown}: document {sha256} is damaged; restore it from a backup")
        return content

    def _path(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"archive {self._shown}: {sha256[:80]!r} is not a sha256")
        # 256 folders, so that none grows too large to list.
        return f"{self._root.rstrip('/')}/{sha256[:2]}/{sha256}"

    def _remove(self, partial: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(partial)

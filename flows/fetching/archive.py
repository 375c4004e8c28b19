"""The archive keeps every fetched document forever, under the sha256 of its bytes."""

import hashlib
import os
import re
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO

import fsspec
from fsspec.implementations.local import LocalFileSystem

from models.errors import ArchiveError, SettingsError

_SHA256 = re.compile(r"[0-9a-f]{64}")

_PARTIAL = ".partial"

# No document takes an hour to write: whoever wrote it was killed.
_ABANDONED = timedelta(hours=1)


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
        self._local = isinstance(self._files, LocalFileSystem)

    def __str__(self) -> str:
        """The folder, in full where it is on this machine."""
        return self._root if self._local else self._shown

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once, and return their sha256. Raises ArchiveError, for example when the disk is full.

        They are written under a temporary name, put on the disk and renamed, so that neither a killed run nor a power
        cut leaves a partial document. One that has rotted meanwhile is written again.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            if not self._holds(path, content):
                self._write(path, content)
        except OSError as error:
            raise self._cannot_keep(f"a document of {len(content)} bytes", error) from error
        return sha256

    def append(self, name: str, text: str) -> None:
        """Add lines to a file beside the documents. They begin a line of their own, also after a torn one."""
        try:
            self._files.makedirs(self._root, exist_ok=True)
            with self._files.open(self._beside(name), "ab") as out:
                out.write(f"\n{text}\n".encode())
                self._put_on_disk(out)
        except OSError as error:
            raise self._cannot_keep(name, error) from error

    def text(self, name: str) -> str:
        """A file beside the documents, with a sign in place of bytes that are no text; '' where there is none."""
        try:
            content: bytes = self._files.cat_file(self._beside(name))
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ArchiveError(
                f"archive {self._shown}: cannot read {name} ({error.strerror or error}); check the disk"
            ) from error
        return content.decode("utf-8", "replace")

    def documents(self) -> list[str]:
        """The sha256 of every document there, whole or damaged, in order."""
        return sorted(name for name, path in self._names() if _SHA256.fullmatch(name) and path == self._path(name))

    def remove_partials(self, now: datetime) -> int:
        """Remove what killed runs were writing, and say how many there were."""
        abandoned = [
            path
            for name, path in self._names()
            if name.endswith(_PARTIAL) and now - self._files.modified(path) > _ABANDONED
        ]
        for path in abandoned:
            self._remove(path)
        return len(abandoned)

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

    def _beside(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _names(self) -> list[tuple[str, str]]:
        """The name and the path of every file."""
        try:
            return [(path.rpartition("/")[2], path) for path in self._files.find(self._root)]
        except OSError as error:
            raise ArchiveError(f"archive {self._shown}: {error.strerror or error}; check the folder") from error

    def _holds(self, path: str, content: bytes) -> bool:
        """Whether these bytes stand there. Ones that the disk does not give back are as good as none."""
        try:
            return bool(self._files.size(path) == len(content) and self._files.cat_file(path) == content)
        except OSError:
            return False

    def _write(self, path: str, content: bytes) -> None:
        folder = path.rpartition("/")[0]
        named = [folder] if self._files.isdir(folder) else [folder, self._root]
        self._files.makedirs(folder, exist_ok=True)
        partial = f"{path}.{secrets.token_hex(4)}{_PARTIAL}"
        try:
            with self._files.open(partial, "wb") as out:
                out.write(content)
                self._put_on_disk(out)
            self._files.mv(partial, path)
        except OSError:
            self._remove(partial)
            raise
        if self._local:
            for each in named:  # a name is on the disk once its folder is
                _sync_folder(each)

    def _put_on_disk(self, out: IO[bytes]) -> None:
        """Elsewhere than on a disk of this machine, what is closed is kept."""
        if self._local:
            out.flush()
            os.fsync(out.fileno())

    def _cannot_keep(self, what: str, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"archive {self._shown}: cannot keep {what} ({error.strerror or error});"
            " free some space or repair the folder, and run again"
        )

    def _remove(self, partial: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(partial)


def _sync_folder(folder: str) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

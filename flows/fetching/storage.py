"""Where an archive's files lie: in a folder of this machine, or in an object store that fsspec reaches by URL.

Both write a file whole or not at all. A folder renames what was put on the disk; a store takes each object at once,
and creates it only where there is none (`If-None-Match: *`), so that two workers never write over each other. A store
cannot append: what is added to a file lies beside it, an object each time, under names that order them.
"""

import hashlib
import os
import re
import secrets
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from flows.fetching.addresses import without_secrets
from flows.fetching.store_failures import STORE_ADDRESS, StoreError, knows_no_conditions, stated_store_failures
from models.errors import SettingsError

_PARTIAL = ".partial"

# No document takes an hour to write: whoever wrote it was killed.
_ABANDONED = timedelta(hours=1)

# 'manifest.jsonl.parts/00000012-0f3a...': in the order in which they were added.
_PARTS = ".parts"
_PART = re.compile(r"(\d{8})-[0-9a-f]{12}")

# A store answers within a second. Two libraries try twice each; one that is silent is given up within two minutes.
_S3 = {"connect_timeout": 10, "read_timeout": 20, "retries": {"total_max_attempts": 2, "mode": "standard"}}
_S3_ATTEMPTS = 2

# In a URL of a store: 's3://key:secret@bucket'.
_LOGIN = re.compile(r"//[^/@]*:[^/@]*@")


def storage_at(root: str) -> "Storage":
    """What a setting names. Opens nothing yet. Raises SettingsError where fsspec knows no file system for
    that URL, or where the URL has a password."""
    shown = without_secrets(root) if "://" in root else re.sub(r"//[^/@]*@", "//", root)
    options: dict[str, Any] = {"use_listings_cache": False}  # others write there too
    if root.startswith(("s3://", "s3a://")):
        options |= {"config_kwargs": _S3}
    try:
        files, path = fsspec.core.url_to_fs(root, **options)
    except ImportError as error:
        package = "moawatch[s3]" if "config_kwargs" in options else "what it needs"
        raise SettingsError(f"setting archive: {shown} cannot be opened ({error}); install {package}") from error
    except ValueError as error:
        raise SettingsError(
            f"setting archive: {shown} cannot be opened ({error}); name a folder or s3://..."
        ) from error
    if _LOGIN.search(root):
        raise SettingsError(
            f"setting archive: {shown} may not have a password in it; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if "config_kwargs" in options:
        files.retries = _S3_ATTEMPTS
    return Folder(files, path, shown) if isinstance(files, LocalFileSystem) else ObjectStore(files, path, shown)


class Storage(ABC):
    """Files under one root, by their names below it. All that goes wrong is an OSError."""

    # What to do about a file that cannot be written or read.
    repair = "free some space or repair the folder, and run again"
    check = "check the disk and the folder"

    def __init__(self, files: Any, root: str, shown: str) -> None:
        self._files, self._root, self.shown = files, root.rstrip("/"), shown
        self._read_parts: dict[str, bytes] = {}

    @abstractmethod
    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, unless these very bytes stand there. Others are replaced: a document that
        does not fit its name has rotted."""

    @abstractmethod
    def append(self, name: str, content: bytes) -> None:
        """Add to a file, which need not exist."""

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError where there is none."""
        content: bytes = self._files.cat_file(self._path(name))
        return content

    def read_all(self, name: str) -> bytes:
        """A file and all that was added to it; b'' where there is none."""
        try:
            content = self.read(name)
        except FileNotFoundError:
            content = b""
        parts = self._parts(name)
        if new := [part for part in parts if part not in self._read_parts]:
            found = self._files.cat([self._path(part) for part in new])  # at once, where the store allows it
            self._read_parts |= {part: found[self._path(part)] for part in new}
        return b"\n".join([content, *(self._read_parts[part] for part in parts)])

    def sizes(self) -> dict[str, int]:
        """Every file by its name, with its size in bytes."""
        found = self._files.find(self._root, detail=True)
        return {path[len(self._root) + 1 :]: int(about["size"]) for path, about in found.items()}

    def remove_partials(self, now: datetime) -> int:
        """Remove what killed runs were writing, and say how many there were. A store keeps nothing of that."""
        return 0

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _parts(self, name: str) -> list[str]:
        found = self._files.find(self._path(name + _PARTS))
        names = [path.rpartition("/")[2] for path in found]
        return [f"{name}{_PARTS}/{part}" for part in sorted(names) if _PART.fullmatch(part)]

    def _append_part(self, name: str, content: bytes) -> None:
        """Two that are written at once get the same number and other hashes: neither replaces the other."""
        last = max((int(part.rpartition("/")[2][:8]) for part in self._parts(name)), default=0)
        self.write(f"{name}{_PARTS}/{last + 1:08d}-{hashlib.sha256(content).hexdigest()[:12]}", content)


class Folder(Storage):
    """A folder of this machine."""

    def __str__(self) -> str:
        return self._root

    def write(self, name: str, content: bytes) -> None:
        """Written under a temporary name, put on the disk and renamed: neither a killed run nor a power cut leaves a
        partial file."""
        path = self._path(name)
        if self._holds(path, content):
            return
        folder = path.rpartition("/")[0]
        named = [folder] if os.path.isdir(folder) else [folder, self._root]
        os.makedirs(folder, exist_ok=True)
        partial = f"{path}.{secrets.token_hex(4)}{_PARTIAL}"
        try:
            with open(partial, "wb") as out:
                out.write(content)
                _put_on_disk(out)
            os.replace(partial, path)
        except OSError:
            with suppress(FileNotFoundError):
                os.remove(partial)
            raise
        for each in named:  # a name is on the disk once its folder is
            _sync_folder(each)

    def append(self, name: str, content: bytes) -> None:
        if os.path.isdir(self._path(name + _PARTS)):  # a copy of an object store: what is added goes after its parts
            self._append_part(name, content)
            return
        os.makedirs(self._root, exist_ok=True)
        with open(self._path(name), "ab") as out:
            out.write(content)
            _put_on_disk(out)

    def remove_partials(self, now: datetime) -> int:
        abandoned = [
            path
            for path in self._files.find(self._root)
            if path.endswith(_PARTIAL) and now - self._files.modified(path) > _ABANDONED
        ]
        for path in abandoned:
            with suppress(FileNotFoundError):
                os.remove(path)
        return len(abandoned)

    def _holds(self, path: str, content: bytes) -> bool:
        """Whether these bytes stand there. Ones that the disk does not give back are as good as none."""
        try:
            return os.path.getsize(path) == len(content) and bool(self._files.cat_file(path) == content)
        except OSError:
            return False


class ObjectStore(Storage):
    """A bucket, or whatever else fsspec knows."""

    repair = "check the store, and run again"
    check = "check the store"

    def __str__(self) -> str:
        return self.shown

    def write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        with stated_store_failures():
            try:
                self._files.pipe_file(path, content, mode="create")
                return
            except FileExistsError:
                pass
            except OSError as error:
                if not knows_no_conditions(error):
                    raise
            if self._given_back(path) != content:
                self._files.pipe_file(path, content)
                if self._given_back(path) != content:
                    raise OSError("it does not give back what was written")

    def append(self, name: str, content: bytes) -> None:
        with stated_store_failures():
            self._append_part(name, content)

    def read(self, name: str) -> bytes:
        with stated_store_failures():
            return super().read(name)

    def read_all(self, name: str) -> bytes:
        with stated_store_failures():
            return super().read_all(name)

    def sizes(self) -> dict[str, int]:
        try:
            with stated_store_failures():
                return super().sizes()
        except FileNotFoundError as error:  # an empty bucket is listed as such: this is a server of something else
            raise StoreError("nothing is there that could be listed", STORE_ADDRESS) from error

    def _given_back(self, path: str) -> bytes | None:
        try:
            content: bytes = self._files.cat_file(path)
        except FileNotFoundError:
            return None
        return content


def _put_on_disk(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def _sync_folder(folder: str) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""A Git repository as a source of files: every version of them, and nothing of it executed.

`git` works on a copy of its own that has no hooks, filters or settings of the repository: of a folder it is made by
`clone --no-local`, which git's manual recommends for repositories that one does not trust.
"""

import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from flows.fetching.addresses import without_secrets
from models.errors import FetchError

# The largest mirror of ICE's lists has 0.4 GB with all its versions.
_MAX_FILE = 4_000_000_000
_CLONE_SECONDS = 1_800.0
_LOG_SECONDS = 300.0
_MAX_VERSIONS = 200_000
_MAX_MESSAGE = 300
_MAX_SAID = 100_000

_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "credential.helper": "",
    "fetch.fsckObjects": "false",  # mirrors have odd trees; what we read of them are blobs by their hash
    "gc.auto": "0",
    "http.followRedirects": "false",
    "protocol.allow": "never",
    "protocol.https.allow": "always",
    "protocol.http.allow": "always",
    "protocol.file.allow": "always",
    "submodule.recurse": "false",
}
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "false",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_PASSED_ON = ("PATH", "TMPDIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "GIT_SSL_CAINFO")

_COMMIT = re.compile(r"\x01(-?\d+|)")
_RAW = re.compile(r"\n?:\d{6} (?P<mode>\d{6}) [0-9a-f]{40,64} (?P<blob>[0-9a-f]{40,64}) [A-Z]\d*")
_PLAIN_FILES = ("100644", "100755")

# The last second that a datetime can hold. A commit may have any number, whatever its author's clock said.
_LAST_SECOND = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
_MAX_DIGITS = 20


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of a file, by the first commit that has it."""

    blob: str
    paths: tuple[str, ...]  # every one that it had, by their first commits
    committed_at: datetime  # a time before 1970 or after 9999 as the nearest within


class _Running(NamedTuple):
    """One command of git."""

    process: "subprocess.Popen[bytes]"
    into: IO[bytes]
    out: IO[bytes]
    said: IO[bytes]


class Repository:
    """A bare copy in `folder`."""

    def __init__(self, address: str, folder: Path) -> None:
        """Copy the repository. Raises FetchError."""
        self._name, self._folder, self._address = without_secrets(address), folder, address
        if not address.strip():
            raise FetchError("git+: names no repository; write git+https://... or git+FOLDER")
        source = Path(address)
        if "://" in address:
            if not address.startswith(("https://", "http://")):
                raise FetchError(f"{self._name}: not a repository over https; write git+https://... or git+FOLDER")
        elif not source.is_dir():
            raise FetchError(f"{self._name}: no such folder")
        else:
            address = source.resolve().as_uri()
        arguments = ("clone", "--quiet", "--bare", "--no-local", "--template=", "--", address, str(folder))
        with self._git(arguments, _CLONE_SECONDS, where=None) as cloning:
            self._whole(cloning, "cannot be copied")

    def versions(self, suffixes: Sequence[str]) -> list[FileVersion]:
        """Every version of every file with one of these suffixes, on any branch, each once, the oldest first."""
        arguments = ("log", "--all", "-m", "--root", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=%x01%ct")
        found: dict[str, dict[str, int]] = {}  # blob -> path -> the time of its first commit
        with self._git(arguments, _LOG_SECONDS, where=self._folder) as log:
            for committed, blob, path in _files(log.out):
                if path.lower().endswith(tuple(suffixes)):
                    paths = found.setdefault(blob, {})
                    paths[path] = min(committed, paths.get(path, committed))
                if len(found) > _MAX_VERSIONS:
                    raise FetchError(f"{self._name}: more than {_MAX_VERSIONS:,} files; not read")
            self._whole(log, "its history cannot be read")
        versions = [
            FileVersion(
                blob,
                tuple(sorted(paths, key=lambda path: (paths[path], path))),
                datetime.fromtimestamp(min(max(0, min(paths.values())), _LAST_SECOND), UTC),
            )
            for blob, paths in found.items()
        ]
        return sorted(versions, key=lambda each: (each.committed_at, each.paths, each.blob))

    def contents(self, versions: Sequence[FileVersion], max_bytes: int) -> Iterator[tuple[FileVersion, bytes | None]]:
        """The bytes of each version; None for those of more than `max_bytes`."""
        seconds = _LOG_SECONDS + len(versions)
        with (
            self._git(("cat-file", "--batch-check"), seconds, where=self._folder) as checking,
            self._git(("cat-file", "--batch"), seconds, where=self._folder) as reading,
        ):
            for version in versions:
                size = self._asked(checking, version)[0]
                if size > max_bytes:
                    yield version, None
                    continue
                size, answers = self._asked(reading, version)
                content = answers.read(size)
                if len(content) < size or answers.read(1) != b"\n":
                    raise FetchError(f"{self._name}: {version.paths[0]} cannot be read from its copy; try again")
                yield version, content

    def _asked(self, git: _Running, version: FileVersion) -> tuple[int, IO[bytes]]:
        """The size of a blob, and where its bytes follow."""
        with suppress(OSError):
            git.into.write(f"{version.blob}\n".encode())
            git.into.flush()
        said = git.out.readline(200).decode("ascii", "replace").split()
        if len(said) != len(("hash", "blob", "size")) or said[1] != "blob" or not said[2].isdecimal():
            raise FetchError(f"{self._name}: {version.paths[0]} is missing in the repository")
        return int(said[2]), git.out

    @contextmanager
    def _git(self, arguments: Sequence[str], seconds: float, where: Path | None) -> Iterator[_Running]:
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        place = [f"--git-dir={where}"] if where else []
        known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        said = tempfile.TemporaryFile(dir=self._folder.parent)  # noqa: SIM115 - a pipe that nobody reads fills up
        try:
            process = subprocess.Popen(  # noqa: S603 - our own arguments
                ["git", "--no-pager", *settings, *place, *arguments],  # noqa: S607 - the machine's own git
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=known | _ENVIRONMENT | {"HOME": str(self._folder.parent)},
                cwd=self._folder.parent,
                start_new_session=True,
                preexec_fn=_bounded,
            )
        except FileNotFoundError as error:
            said.close()
            raise FetchError(f"{self._name}: needs the program git; install it") from error
        timer = threading.Timer(seconds, _end, [process])
        timer.daemon = True
        timer.start()
        assert process.stdin is not None, "it is a pipe"
        assert process.stdout is not None, "it is a pipe"
        running = _Running(process, process.stdin, process.stdout, said)
        try:
            yield running
        finally:
            timer.cancel()
            _end(process)
            process.wait()
            for pipe in running[1:]:
                with suppress(OSError):
                    pipe.close()

    def _whole(self, git: _Running, what: str) -> None:
        """Raises FetchError unless git comes to its end in order."""
        git.process.communicate()
        if git.process.returncode == 0:
            return
        git.said.seek(0)
        said = git.said.read(_MAX_SAID).decode("utf-8", "replace")
        for secret in _secrets(self._address):
            said = said.replace(secret, "...")
        lines = [line for line in said.splitlines() if line.startswith("fatal:")]
        why = lines[-1].removeprefix("fatal:").strip() if lines else "it was stopped: too large, or too slow"
        raise FetchError(f"{self._name}: {what} ({why[:_MAX_MESSAGE]}); check the address")


def _files(stream: IO[bytes]) -> Iterator[tuple[int, str, str]]:
    """The time of a commit, a blob that it added, and its path."""
    committed, raw = 0, None
    for token in _tokens(stream):
        if raw:  # its path, which may look like anything
            if raw["mode"] in _PLAIN_FILES:
                yield committed, raw["blob"], token
            raw = None
        elif commit := _COMMIT.fullmatch(token):
            committed = int(commit[1][:_MAX_DIGITS] or 0)
        else:
            raw = _RAW.fullmatch(token)


def _secrets(address: str) -> list[str]:
    """What git may repeat of an address and nobody should see."""
    found = (re.search(r"//([^/?#]*)@", address), re.search(r"[?#](.+)", address))
    return [secret[1] for secret in found if secret and secret[1]]


def _tokens(stream: IO[bytes]) -> Iterator[str]:
    """The texts between null bytes. One that is too long to be a path is left out."""
    rest = b""
    while piece := stream.read(65_536):
        *whole, rest = (rest + piece).split(b"\0")
        rest = rest[:10_000]
        yield from (token.decode("utf-8", "replace") for token in whole)
    yield rest.decode("utf-8", "replace")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_FILE, _MAX_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with all that it started, such as the half of git that speaks https."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

"""The cage as the program sees it: a process that starts with the first document and ends with the program."""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flows.sources.cage.limits import MAX_MEMORY, MAX_RESULT, READERS, WAITING, Readers
from flows.sources.cage.packing import Reply, unpacked
from models.errors import ReadError

# Added to a reader's time before a process that does not even start, or stands still, is killed from outside.
_STARTING_SECONDS = 60.0

# All that the process gets to know of our environment: enough to start Python, and no password.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TZ")

_TOO_MUCH_MEMORY = f"reading it takes more than {MAX_MEMORY // 1_000_000} MB"
_LOOK = "it was stopped and nothing of it was taken in; look at what was published"


class Cage:
    """One process. Threads wait for each other; a fork gets a process of its own."""

    def __init__(self, module: str = "flows.sources.cage.serving", readers: Readers = READERS) -> None:
        self._module, self._readers = module, readers
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def read(self, reader: str, what: str, content: bytes, *arguments: object) -> Any:
        """What the reader makes of the content. Raises ReadError, about `what`, for whatever goes wrong."""
        return self.begin(reader, what, content, *arguments).value()

    def begin(self, reader: str, what: str, content: bytes, *arguments: object) -> "BegunReading":
        """As `read`, in two steps: the process reads while the program does something else. Nothing else can be read
        before the value is asked for, or given up."""
        self._lock.acquire()
        try:
            return BegunReading(self, what, (reader, content, arguments), self._readers[reader].seconds)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """End the process, if there is one; the next document starts another."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.wait()

    def forget(self) -> None:
        """After a fork: the process belongs to the parent, and the lock to whichever of its threads holds it."""
        self._lock = threading.Lock()
        if self._pipe is not None:
            self._pipe.close()
        self._process, self._pipe = None, None

    def ask(self, question: object, seconds: float) -> None:
        """Hand a question over. A process that does not take it is gone, and does not reply."""
        process, pipe = self._started()
        with suppress(OSError), self._killed_after(seconds, process):
            pipe.send_bytes(pickle.dumps(question, protocol=5))

    def reply(self, seconds: float) -> Reply:
        """The reply to the last question."""
        process, pipe = self._process, self._pipe
        assert process is not None and pipe is not None, "a question was handed over"  # noqa: PT018
        answered = False
        try:
            with self._killed_after(seconds, process):
                answer = unpacked(pipe.recv_bytes(MAX_RESULT + 1_000))
            answered = answer.how != "memory"  # what is left of its memory is in pieces
        except (OSError, EOFError):  # it died, or it sent more than it may
            process.kill()
            answer = _death(process.wait(), seconds)
        except pickle.UnpicklingError as error:
            answer = Reply("fault", f"it sent back {error}, which is none of our values")
        finally:
            if not answered:  # or interrupted: the next answer would be to this question
                self.close()
        return answer

    def release(self) -> None:
        self._lock.release()

    @contextmanager
    def _killed_after(self, seconds: float, process: "subprocess.Popen[bytes]") -> Iterator[None]:
        """The alarm inside counts the reading alone; this one is for a process that does not run."""
        timer = threading.Timer(seconds * WAITING + _STARTING_SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _started(self) -> tuple[subprocess.Popen[bytes], Connection]:
        if self._process is None or self._pipe is None or self._process.poll() is not None:
            self.close()
            known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            self._pipe, inside = Pipe()
            with inside:
                self._process = subprocess.Popen(  # noqa: S603 - our own Python and module
                    [sys.executable, "-P", "-m", self._module, str(inside.fileno())],
                    pass_fds=[inside.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=known | {"PYTHONPATH": str(Path(__file__).parents[3])},
                )
        return self._process, self._pipe


class BegunReading:
    """One document that the cage reads at the moment."""

    def __init__(self, cage: Cage, what: str, question: object, seconds: float) -> None:
        self._cage, self._what, self._question, self._seconds = cage, what, question, seconds
        self._open = True
        cage.ask(question, seconds)

    def value(self) -> Any:
        """What the reader made of the content. Raises ReadError."""
        try:
            answer = self._cage.reply(self._seconds)
            if answer.how == "died":  # it may have been the machine, short of memory, and not the document
                self._cage.ask(self._question, self._seconds)
                answer = self._cage.reply(self._seconds)
        finally:
            self._end()
        return _value(answer, self._what)

    def give_up(self) -> None:
        """End the reading, if its value was not asked for."""
        if self._open:
            self._cage.close()
            self._end()

    def _end(self) -> None:
        self._open = False
        self._cage.release()


def _value(answer: Reply, what: str) -> Any:
    match answer.how:
        case "value":
            return answer.value
        case "refused":
            raise ReadError(_shown(answer.value))
        case "memory":
            raise ReadError(_shown(f"{what}: {_TOO_MUCH_MEMORY}; {_LOOK}"))
        case "stopped" | "died":
            raise ReadError(_shown(f"{what}: {answer.value}; {_LOOK}"))
    fault = f"a fault of its reader ({answer.value}); nothing of it was taken in; report the fault"
    raise ReadError(_shown(f"{what}: {fault}"), answer.trace)


def _shown(text: str) -> str:
    """Fit for a message: one line, without signs that move the cursor or turn the text around."""
    return "".join(sign if sign.isprintable() else "?" for sign in " ".join(text[:4_000].split()))


def _death(status: int, seconds: float) -> Reply:
    if status in (-signal.SIGPROF, -signal.SIGALRM):
        return Reply("stopped", f"reading it takes more than {seconds:g} s")
    if status == -signal.SIGABRT:  # what Rust does where it gets no memory
        return Reply("stopped", f"{_TOO_MUCH_MEMORY}, or crashes its reader")
    if status == -signal.SIGKILL:
        return Reply("died", f"reading it was killed, or brought more than {MAX_RESULT:,} bytes")
    return Reply("died", f"reading it ended its reader ({_signal_name(status)})")


def _signal_name(status: int) -> str:
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"exit status {status}"


CAGE = Cage()
atexit.register(CAGE.close)
os.register_at_fork(after_in_child=CAGE.forget)

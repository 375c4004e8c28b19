"""What runs in the cage: one question after another, each under the kernel's alarm, until the program is gone."""

import pickle
import resource
import signal
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection

from flows.sources.cage.limits import MAX_ADDRESSES, MAX_MEMORY, MAX_RESULT, READERS, WAITING, Readers
from flows.sources.cage.packing import Reply, packed
from models.errors import ReadError


def serve(readers: Readers) -> None:
    """Reply what comes through the pipe that the first argument names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the program decides, and closes the pipe
    for alarm in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(alarm, signal.SIG_DFL)  # which ends the process, whatever it does at that moment
    for limit, most in ((resource.RLIMIT_DATA, MAX_MEMORY), (resource.RLIMIT_AS, MAX_ADDRESSES)):
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(int(sys.argv[1])) as pipe:
        while True:
            try:
                question = pipe.recv_bytes()
                pipe.send_bytes(_answer(question, readers))
            except (EOFError, OSError):  # the program ended, or was killed
                return


def _answer(question: bytes, readers: Readers) -> bytes:
    name, content, arguments = pickle.loads(question)  # noqa: S301 - our own program's
    reader = readers[name]
    read = getattr(import_module(reader.module), reader.name)
    # Of work, so that a busy machine refuses no honest document; and of waiting, should it not work at all.
    signal.setitimer(signal.ITIMER_PROF, reader.seconds)
    signal.setitimer(signal.ITIMER_REAL, reader.seconds * WAITING)
    try:
        value = packed(Reply("value", read(content, *arguments)))
        if len(value) <= MAX_RESULT:
            return value
        answer = Reply("refused", f"what it holds takes {len(value):,} bytes, over the limit of {MAX_RESULT:,}")
    except ReadError as error:
        answer = Reply("refused", str(error))
    except MemoryError:
        answer = Reply("memory", "")
    except BaseException as error:  # noqa: BLE001 - a panic of Rust is no Exception
        answer = Reply("fault", f"{type(error).__name__}: {error}"[:300], traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return packed(answer)


if __name__ == "__main__":
    serve(READERS)

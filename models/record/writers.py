"""Who is writing to a record in a file, as the system knows it."""

import os
from contextlib import suppress
from pathlib import Path

_LOCKS = Path("/proc/locks")  # Linux's own; elsewhere nobody is named

# The byte of the file beside a record in WAL mode whose lock makes a connection the writer (SQLite, walformat.html).
_WRITER_BYTE = "120"


def process_writing(file: Path) -> int | None:
    """The process that holds the writer's lock of a record; None where that is this one, nobody, or not known.

    The record's files are not opened: closing one would take this process's own locks away.
    """
    with suppress(OSError, ValueError, IndexError):
        inode = str(file.with_name(f"{file.name}-shm").stat().st_ino)
        for line in _LOCKS.read_text("ascii", "replace").splitlines():
            words = line.split()  # '1: POSIX ADVISORY WRITE 20380 fe:00:2490843 120 120'
            if words[3:4] == ["WRITE"] and words[5].endswith(f":{inode}") and words[6] == _WRITER_BYTE:
                process = int(words[4])
                return process if process > 0 and process != os.getpid() else None
    return None

"""The cage bears every fault of a reader: each is one line about its document, and the next document is read."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.sources.cage.packing import Reply, packed, unpacked
from flows.sources.cage.process import Cage
from flows.sources.cage.readers import read_document
from models.errors import ReadError
from models.news.articles import NewsListing
from models.vocabulary import ListKind
from tests.support.faulty_readers import FAULTS
from tests.support.paths import ROOT
from tests.support.workbooks import printed_row, workbook

MODULE = "tests.support.faulty_readers"


@pytest.fixture(scope="module")
def one_cage() -> Iterator[Cage]:
    cage = Cage(MODULE, FAULTS)
    yield cage
    cage.close()


@pytest.fixture
def cage(one_cage: Cage) -> Iterator[Cage]:
    yield one_cage
    assert one_cage.read("reads", "next", b"still read").remarks[0] == "still read"


def fault(cage: Cage, reader: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        cage.read(reader, "document 5f", b"")
    assert str(caught.value).isprintable()
    return caught.value


def process_of(cage: Cage) -> int:
    return int(cage.read("reads", "document", b"").remarks[1])


def test_one_process_reads_one_document_after_another(cage: Cage) -> None:
    assert process_of(cage) == process_of(cage) != os.getpid()


def test_a_refusal_of_ours_comes_through_on_one_line(cage: Cage) -> None:
    assert str(fault(cage, "refuses")) == "document: no list ??[2J in it; look at what was published"


@pytest.mark.parametrize(("reader", "said"), [("raises", "KeyError"), ("panics", "BaseException"), ("recurses", "Rec")])
def test_a_fault_of_the_reader_is_a_line_about_its_document_with_its_traceback(
    cage: Cage, reader: str, said: str
) -> None:
    error = fault(cage, reader)
    assert str(error).startswith(f"document 5f: a fault of its reader ({said}")
    assert f"in {reader}" in error.trace


@pytest.mark.parametrize("reader", ["takes_memory", "hoards"])
def test_a_document_that_takes_gigabytes_is_given_up(cage: Cage, reader: str) -> None:
    assert str(fault(cage, reader)).startswith("document 5f: reading it takes more than 400 MB; it was stopped")


@pytest.mark.parametrize("reader", ["hangs", "hangs_in_c"])
def test_a_document_that_takes_too_long_is_given_up(cage: Cage, reader: str) -> None:
    started = time.monotonic()
    assert str(fault(cage, reader)).startswith("document 5f: reading it takes more than 1 s; it was stopped")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("aborts", "reading it takes more than 400 MB, or crashes its reader"),
        ("exits", "reading it ended its reader (exit status 3)"),
        ("is_killed", "reading it was killed"),
    ],
)
def test_a_document_that_ends_the_process_is_given_up(cage: Cage, reader: str, said: str) -> None:
    assert said in str(fault(cage, reader))


def test_a_document_is_read_again_where_the_machine_killed_its_reader(cage: Cage, tmp_path: Path) -> None:
    assert cage.read("is_killed_once", "document", str(tmp_path / "killed").encode()) == NewsListing(())


def test_what_comes_back_is_bounded(cage: Cage) -> None:
    assert "over the limit of 32,000,000" in str(fault(cage, "brings_too_much"))


def test_nothing_but_our_own_values_is_made_from_what_comes_back(cage: Cage) -> None:
    assert "posix.system, which is none of our values" in str(fault(cage, "brings_something_else"))


def test_only_known_readers_are_called(cage: Cage) -> None:
    with pytest.raises(KeyError):
        cage.read("os.system", "document", b"")


def test_the_process_knows_no_secret_of_ours(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    cage.close()
    monkeypatch.setenv("MOAWATCH_SMTP_PASSWORD", "secret")
    assert not [name for name in cage.read("environment", "document", b"").remarks if name.startswith("MOAWATCH")]


def test_threads_each_get_their_own_answer(cage: Cage) -> None:
    answers: dict[str, NewsListing] = {}

    def read(word: str) -> None:
        answers[word] = cage.read("reads", "document", word.encode())

    threads = [threading.Thread(target=read, args=(f"word {number}",)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.remarks[0] for answer in answers.values()] == list(answers)
    assert len(answers) == 20


def test_an_answer_is_never_taken_for_the_one_to_the_next_question(cage: Cage) -> None:
    before = process_of(cage)
    # To this thread, which waits for the answer: a signal to another leaves it waiting until there is one.
    interrupt = threading.Timer(0.3, signal.pthread_kill, [threading.get_ident(), signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        cage.read("hangs", "document", b"")
    assert process_of(cage) != before


def test_a_process_killed_between_two_documents_is_started_again(cage: Cage) -> None:
    os.kill(process_of(cage), signal.SIGKILL)
    time.sleep(0.1)
    assert cage.read("reads", "document", b"next").remarks[0] == "next"


def test_a_fork_gets_a_process_of_its_own() -> None:
    script = (
        "import os\nfrom flows.sources.cage.process import CAGE\n"
        "from flows.sources.cage.readers import read_document as read\n"
        "from tests.sources.test_cage import LIST; read(LIST); ours = CAGE._process.pid; child = os.fork()\n"
        "if not child: read(LIST); os._exit(CAGE._process.pid == ours)\n"
        "status = os.waitpid(child, 0)[1]; read(LIST); assert CAGE._process.pid == ours; print(status)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("0\n", "")


LIST = workbook([printed_row("An Agency")])


@pytest.mark.parametrize("how", ["ends", "is killed"])
def test_the_process_does_not_outlive_the_program(how: str) -> None:
    script = (
        "import os, signal\nfrom tests.sources.test_cage import LIST\n"
        "from flows.sources.cage.readers import read_document\n"
        "from flows.sources.cage.process import CAGE; read_document(LIST); print(CAGE._process.pid, flush=True)\n"
        + ("os.kill(os.getpid(), signal.SIGKILL)" if how == "is killed" else "")
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, timeout=60)
    left = Path(f"/proc/{int(done.stdout)}/stat")
    for _ in range(100):
        if not left.exists() or left.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"process {int(done.stdout)} is left")


def test_a_list_comes_back_as_it_was_read() -> None:
    from flows.sources.ice.document import read_document as plainly

    content = workbook([printed_row("An Agency"), None, printed_row("B", SIGNED="13/45/2025")])
    assert read_document(content, "pendingAgencies.xlsx") == plainly(content, "pendingAgencies.xlsx")
    assert read_document(content, "a.xlsx").saved_at == plainly(content, "a.xlsx").saved_at
    assert read_document(workbook([])).rows == {}


def test_a_kind_of_list_comes_back_from_a_python_that_packs_it_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian 12 has Python 3.11.2, which makes a call of getattr of it: no list could be read there."""
    monkeypatch.setattr(ListKind, "__reduce_ex__", lambda kind, _: (getattr, (ListKind, kind.name)))
    assert unpacked(packed(Reply("value", ListKind.PENDING))).value is ListKind.PENDING


def test_asking_the_record_starts_no_process_and_imports_no_parser(tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv[1:] = ['--database', f'sqlite:///{sys.argv[1]}/r.db', 'counts']\n"
        "import flows.cli\ntry: flows.cli.main()\nexcept SystemExit: pass\n"
        "from flows.sources.cage.process import CAGE\nassert CAGE._process is None\n"
        "print([name for name in ('lxml', 'python_calamine', 'feedparser', 'trafilatura') if name in sys.modules])"
    )
    run = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.endswith("[]\n"), done.stderr

"""An archive is the same in a folder and in a bucket: whole documents, nothing lost, also with two writers at once."""

import hashlib
import re
import sys
import threading
from datetime import UTC, datetime
from typing import Any

import fsspec
import pytest
import s3fs
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from flows.fetching.archive import Archive
from models.errors import ArchiveError, SettingsError
from tests.support.s3_server import S3Server, cut_wire, forget_sessions

CONTENT = b"some bytes that a publisher served"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)


def spoil(place: str, content: bytes) -> None:
    """What rots on a disk, or is written over in a bucket by another program."""
    files, root = fsspec.core.url_to_fs(place)
    files.pipe_file(f"{root}/{SHA256[:2]}/{SHA256}", content)


def test_what_is_kept_is_read_again_by_its_hash(place: str) -> None:
    archive = Archive(place)
    assert archive.documents() == []
    assert archive.keep(CONTENT) == SHA256
    assert archive.keep(CONTENT) == SHA256
    assert archive.keep(b"") == hashlib.sha256(b"").hexdigest()
    other = Archive(place)
    assert other.sizes() == {SHA256: len(CONTENT), hashlib.sha256(b"").hexdigest(): 0}
    assert {other.read(sha256) for sha256 in other.documents()} == {CONTENT, b""}
    assert archive.remove_partials(NOW) == 0


def test_a_document_that_is_missing_or_damaged_is_said_and_healed_by_keeping_it_again(place: str) -> None:
    archive = Archive(place)
    with pytest.raises(ArchiveError, match=f"no document {SHA256}"):
        archive.read(SHA256)
    archive.keep(CONTENT)
    for rotten in (CONTENT[:5], CONTENT.replace(b"bytes", b"lies!"), b""):
        spoil(place, rotten)
        with pytest.raises(ArchiveError, match=f"document {SHA256} is damaged"):
            archive.read(SHA256)
        archive.keep(CONTENT)
        assert archive.read(SHA256) == CONTENT


def test_lines_beside_the_documents_are_read_in_the_order_in_which_they_were_added(place: str) -> None:
    archive = Archive(place)
    assert archive.text("notes") == ""
    for word in ("one", "two", "three"):
        archive.append("notes", word)
        assert Archive(place).text("notes").split()[-1] == word
    assert archive.text("notes").split() == ["one", "two", "three"]
    assert (archive.documents(), archive.text("other")) == ([], "")


def test_two_writers_at_once_harm_no_document_and_lose_no_line(place: str) -> None:
    documents = [bytes([number]) * 2_000 for number in range(4)]
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            archive = Archive(place)
            for number, content in enumerate(documents):
                archive.keep(content)
                archive.append("notes", f"{name}{number}")
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    archive = Archive(place)
    assert sorted(map(archive.read, archive.documents())) == documents
    lines = archive.text("notes").split()
    assert sorted(lines) == [f"{name}{number}" for name in "ab" for number in range(4)]
    for name in "ab":
        assert [line for line in lines if line[0] == name] == [f"{name}{number}" for number in range(4)]


def test_of_four_workers_with_the_same_document_one_creates_it(bucket: str, s3_server: S3Server) -> None:
    """A bucket that keeps versions shows each write that went through."""
    name, _, prefix = bucket.removeprefix("s3://").partition("/")
    files = s3_server.files()
    files.call_s3("put_bucket_versioning", Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    workers = [threading.Thread(target=lambda: Archive(bucket).keep(CONTENT)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    Archive(bucket).keep(CONTENT)
    found = files.call_s3("list_object_versions", Bucket=name, Prefix=prefix)
    assert [each["Key"] for each in found["Versions"]] == [f"{prefix}/{SHA256[:2]}/{SHA256}"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ka"), st.binary(max_size=40)), max_size=6))
def test_whatever_is_kept_and_added_comes_back(bucket: str, steps: list[tuple[str, bytes]]) -> None:
    root = f"{bucket}/{hashlib.sha256(repr(steps).encode()).hexdigest()}"
    archive = Archive(root)
    for how, content in steps:
        if how == "k":
            archive.keep(content)
        else:
            archive.append("notes", content.hex())
    again = Archive(root)
    kept = {content for how, content in steps if how == "k"}
    assert {again.read(sha256) for sha256 in again.documents()} == kept
    assert again.text("notes").split() == [content.hex() for how, content in steps if how == "a" and content]


def test_a_store_that_knows_no_conditions_is_asked_what_it_holds(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some that speak S3 refuse `If-None-Match` on a write."""
    written = s3fs.S3FileSystem._pipe_file

    async def refusing(self: Any, path: str, data: bytes, mode: str = "overwrite", **options: Any) -> Any:
        if mode == "create":
            error = OSError("A header you provided implies functionality that is not implemented")
            error.__cause__ = ClientError({"Error": {"Code": "NotImplemented"}}, "PutObject")
            raise error
        return await written(self, path, data, mode=mode, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "_pipe_file", refusing)
    archive = Archive(bucket)
    archive.keep(CONTENT)
    spoil(bucket, CONTENT[:5])
    archive.keep(CONTENT)
    archive.append("notes", "one")
    assert (archive.read(SHA256), archive.text("notes").split()) == (CONTENT, ["one"])


@pytest.mark.parametrize("times", [1, 50])
def test_a_write_that_is_cut_off_is_tried_again_or_said_and_leaves_no_half_document(
    bucket: str, s3_server: S3Server, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytes(range(256)) * 2_000
    with cut_wire(s3_server.port, after_bytes=100_000, times=times) as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        forget_sessions()
        if times == 1:
            Archive(bucket).keep(content)
        else:
            with pytest.raises(ArchiveError, match=r"cannot keep a document of 512000 bytes \(the store "):
                Archive(bucket).keep(content)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_server.port}")
    forget_sessions()
    archive = Archive(bucket)
    assert [archive.read(sha256) for sha256 in archive.documents()] == ([content] if times == 1 else [])
    archive.keep(content)
    assert archive.read(hashlib.sha256(content).hexdigest()) == content


def said_by(archive: Archive) -> set[str]:
    """What all that touches the store says when it cannot."""
    said = set()
    for step in (
        lambda: archive.keep(CONTENT),
        lambda: archive.append("notes", "one"),
        lambda: archive.text("notes"),
        lambda: archive.read(SHA256),
        archive.documents,
    ):
        with pytest.raises(ArchiveError) as failure:
            step()
        line = str(failure.value)
        assert "\n" not in line
        said.add(line.partition("(")[2])
    return said


def test_a_bucket_that_vanished_is_said_and_never_taken_for_an_empty_archive(bucket: str, s3_server: S3Server) -> None:
    archive = Archive(bucket)
    archive.keep(CONTENT)
    archive.append("notes", "one")
    s3_server.files().rm(bucket.removeprefix("s3://").partition("/")[0], recursive=True)
    assert said_by(archive) == {"the bucket does not exist); create it, or correct MOAWATCH_ARCHIVE"}


def test_a_server_of_something_else_is_not_taken_for_an_empty_archive(
    bucket: str, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request(re.compile("/.*")).respond_with_data("no such page", status=404)
    monkeypatch.setenv("AWS_ENDPOINT_URL", httpserver.url_for("").rstrip("/"))
    forget_sessions()
    with pytest.raises(ArchiveError, match=r"cannot be listed \(.*\); correct MOAWATCH_ARCHIVE or AWS_ENDPOINT_URL"):
        Archive(bucket).documents()


def test_missing_credentials_are_said(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    advice = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
    assert said_by(Archive(bucket)) == {f"no credentials); {advice}"}


def test_a_store_that_does_not_answer_is_said(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    forget_sessions()
    (said,) = said_by(Archive(bucket))
    assert said == "the store does not answer); check the network, AWS_ENDPOINT_URL and AWS_DEFAULT_REGION"


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules["fsspec.registry"].__dict__["_registry"], "s3", raising=False)
    with pytest.raises(SettingsError, match=r"setting archive: s3://a/b cannot be opened .*; install moawatch\[s3\]$"):
        Archive("s3://a/b")


def test_credentials_in_the_url_are_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="s3://bucket/a may not have a password in it; set AWS_ACCESS") as refusal:
        Archive("s3://key:secret@bucket/a")
    assert "secret" not in str(refusal.value)


def test_the_query_of_the_url_is_not_shown() -> None:
    assert str(Archive("s3://bucket/a?token=SECRET")) == "s3://bucket/a"

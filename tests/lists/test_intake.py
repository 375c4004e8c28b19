"""What a backfill says of files that are no lists."""

from flows.lists.intake import by_reason


def test_many_files_with_one_reason_are_one_line_and_the_frequent_ones_come_last() -> None:
    pages = [f"{number}.html: an HTML page ('Title {number}') without a list; fetch it again" for number in range(12)]
    empty = [f"{number}.xlsx: an empty file; fetch it again" for number in range(40)]
    assert by_reason([*empty, *pages, "a.pdf: a PDF"]) == [
        "a.pdf: a PDF",
        "12 files: an HTML page without a list; fetch it again (first: 0.html)",
        "40 files: an empty file; fetch it again (first: 0.xlsx)",
    ]


def test_a_few_files_are_told_one_by_one() -> None:
    failures = ["a.xlsx: an empty file", "b.xlsx: an empty file", "a folder cannot be read"]
    assert by_reason(failures) == failures

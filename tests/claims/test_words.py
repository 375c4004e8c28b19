"""The tables of words: each class is found where its own sentence says so, and only there."""

import pytest

from models.claims.mentions import marked
from models.claims.text import Sentence
from models.claims.words import WordClass, word_classes


def kinds(text: str) -> frozenset[str]:
    return marked(Sentence(0, text, 0, False, ""), None).kinds


@pytest.mark.parametrize("row", word_classes().values(), ids=word_classes().keys())
def test_a_class_is_found_in_its_sentence_and_not_in_the_other(row: WordClass) -> None:
    assert row.name in kinds(row.fires)
    assert row.name not in kinds(row.silent)


def test_the_longest_phrase_wins() -> None:
    found = marked(Sentence(0, "Six law enforcement agencies in the country", 0, False, ""), None).cues
    assert [(cue.kind, cue.word) for cue in found] == [
        ("law_bodies", "law enforcement agencies"),
        ("nation", "in the country"),
    ]


def test_the_program_is_one_word_under_all_its_spellings() -> None:
    for spelling in ("287(g)", "287 (g)", "287g", "287-G"):
        found = marked(Sentence(0, f"a {spelling} deal", 0, False, ""), None).cues
        assert found[0].word == "287(g)"

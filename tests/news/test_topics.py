"""What a story is about: words in front or repeated, not a mention in passing."""

from models.claims.stated import EventKind, Metric
from models.news.topics import Topic, topics_of

FILLER = "The county fair drew a large crowd on a warm evening, and the parade went on until late. " * 25


def test_a_title_word_makes_a_topic() -> None:
    assert topics_of("Sheriff opts out of ICE program", FILLER) == (Topic.OPT_OUTS,)


def test_a_mention_in_passing_makes_none() -> None:
    assert topics_of("County fair opens", FILLER + "A deputy was trained there. " + FILLER) == ()


def test_a_repeated_word_makes_a_topic() -> None:
    text = FILLER + "Flock Safety cameras were searched. License plate readers stay, the chief said. " + FILLER
    assert topics_of("County fair opens", text) == (Topic.DATA_SHARING,)


def test_words_inside_other_words_do_not_count() -> None:
    assert topics_of("Billboard prices", "Billboards and pollsters and unfunded retraining.") == ()


def test_one_story_has_several_topics_in_a_fixed_order() -> None:
    found = topics_of("Lawsuit over 287(g) funding", "A poll of adults followed; respondents were split. " * 3)
    assert found == (Topic.AGREEMENTS, Topic.FUNDING, Topic.LITIGATION, Topic.POLLS)


def test_what_was_read_out_of_a_text_gives_topics_as_well() -> None:
    found = topics_of("From the statehouse", "", [Metric.FUNDING_TOTAL, EventKind.BAN_LAW])
    assert found == (Topic.FUNDING, Topic.LEGISLATION)

"""What sentences call an actor."""

import pytest

from claims.wording import members, participants
from claims.wording.actors import Article, begin_sentence, call_in_sentence, call_shortly_in_sentence, choose_verb

BALTICS = call_shortly_in_sentence("Baltics", Article.THE, True)


@pytest.mark.parametrize(
    ("name", "short_name", "article", "in_full", "shortly"),
    [
        ("Russia", "Russia", Article.NONE, "Russia", "Russia"),
        ("NATO", "NATO", Article.NONE, "NATO", "NATO"),
        ("United States", "US", Article.THE, "the United States", "the US"),
        ("Netherlands", "Netherlands", Article.THE, "the Netherlands", "the Netherlands"),
        ("African Group", "African Group", Article.THE, "the African Group", "the African Group"),
        ("Alliance of Islands", "AOSIS", Article.THE_FULL_NAME, "the Alliance of Islands", "AOSIS"),
        ("The Elders", "Elders", Article.THE, "the Elders", "the Elders"),
        ("The Elders", "The Elders", Article.NONE, "The Elders", "The Elders"),
        ("Theatre Union", "Theatres", Article.THE, "the Theatre Union", "the Theatres"),
        ("Die Linke", "Linke", Article.NONE, "Die Linke", "Linke"),
        ("Россия", "РФ", Article.NONE, "Россия", "РФ"),
        ("جامعة الدول العربية", "LAS", Article.THE, "the جامعة الدول العربية", "the LAS"),
    ],
)
def test_a_sentence_writes_the_article_that_the_names_of_an_actor_take(name, short_name, article, in_full, shortly):
    assert call_in_sentence(name, article) == in_full
    assert call_shortly_in_sentence(short_name, article) == shortly


@pytest.mark.parametrize(
    ("text", "begun"), [("the US", "The US"), ("NATO", "NATO"), ("évidence", "Évidence"), ("مصر", "مصر"), ("", "")]
)
def test_a_sentence_begins_with_a_capital(text, begun):
    assert begin_sentence(text) == begun


@pytest.mark.parametrize(
    ("names", "verb"),
    [
        (["the United States"], "rejects"),
        (["Russia", "NATO"], "reject"),
        ([BALTICS], "reject"),
        ([call_in_sentence("Baltic states", Article.THE, True)], "reject"),
        ([call_in_sentence("Baltic states", Article.THE)], "rejects"),
    ],
)
def test_a_verb_follows_the_number_of_its_names(names, verb):
    assert choose_verb(names, "rejects", "reject") == verb


def test_messages_about_actors_begin_with_a_capital_and_go_on_without():
    assert members.write_overlap("the US", "the Quad", None, None).startswith("The US is already a member of the Quad,")
    assert participants.write_overlap("the US", "West", None, None).startswith("The US is on the side West already,")
    assert members.write_overlap(BALTICS, "the Quad", None, None).startswith("The Baltics are already a member of")
    assert participants.write_overlap(BALTICS, "West", None, None).startswith("The Baltics are on the side West")

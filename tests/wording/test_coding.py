"""What the workbench says of what was done."""

import pytest

from claims.wording.coding import say_document_done, say_passed, say_saved, say_submitted, write_documents, write_queue


@pytest.mark.parametrize(
    "number, left, sentence",
    [
        (0, 0, "No document has been entered yet"),
        (1, 1, "One document to code"),
        (5, 5, "Five documents to code"),
        (5, 1, "Five documents, one of them to code"),
        (5, 0, "Five documents, all coded to the end"),
        (1, 0, "One document, coded to the end"),
    ],
)
def test_it_says_how_many_documents_are_left_to_code(number, left, sentence):
    assert write_documents(number, left) == sentence


@pytest.mark.parametrize(
    "number, refused, sentence",
    [
        (0, [], "There is no draft of yours to submit."),
        (1, [], "One draft submitted."),
        (3, [], "Three drafts submitted."),
        (0, [("A on B", "It has no quote.")], "Nothing was submitted. Kept back: A on B. It has no quote."),
        (2, [("A on B", "No.")], "Two drafts submitted. Kept back: A on B. No."),
    ],
)
def test_it_says_what_was_submitted_and_what_was_kept_back(number, refused, sentence):
    assert say_submitted(number, refused) == sentence


def test_it_says_which_draft_was_saved():
    assert say_saved("US", "Missile moratorium", "open") == "Saved as a draft: US on Missile moratorium, open."


def test_it_says_whether_a_reviewer_publishes_that_a_document_is_done():
    assert "a reviewer publishes" in say_document_done(waits=True)
    assert "a reviewer" not in say_document_done(waits=False)


def test_it_says_what_became_of_a_claim_that_was_reviewed():
    assert write_queue(3, 27) == "3 of 27 to review"
    assert say_passed("publish", "US", "Missile moratorium") == "Published: US on Missile moratorium."
    assert say_passed("return", "US", "Missile moratorium") == "Returned: US on Missile moratorium."

"""What a file says of a claim beside its value: why, in which language, by when and how probably."""

from datetime import date

import pytest

from tests.importers.claim_files import Files

pytestmark = pytest.mark.django_db

PROSPECTS = {"dimension": "prospects", "by_when": "14 Mar 2942", "probability": "30 %"}
PASSAGE = {"argument": "It would tie them.", "quote_language": "ru", "translation": "Никогда."}


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def read(claim):
    return {name: getattr(claim, name) for name in (*PROSPECTS, *PASSAGE)}


def test_a_row_says_why_in_which_language_by_when_and_how_probably(files):
    row = PROSPECTS | PASSAGE
    assert files.bring(row) == (1, 0, 0)
    assert read(files.claim()) == row | {"by_when": date(2942, 3, 14), "probability": 30}
    assert files.bring(row) == (0, 0, 1)
    assert files.bring(row | {"probability": 0}) == (0, 1, 0)
    assert files.claim().probability == 0
    assert files.bring(row | {"probability": "", "by_when": ""}) == (0, 1, 0)
    assert (files.claim().probability, files.claim().by_when) == (None, None)


@pytest.mark.parametrize("named", [True, False])
def test_columns_that_an_older_file_has_not_stay_as_they_are(files, named):
    files.bring(PROSPECTS | PASSAGE)
    before = files.claim()
    cells = {"dimension": "prospects", "value": -1} | ({"claim": before.public_id} if named else {})
    assert files.bring(cells) == (0, 1, 0)
    assert read(files.claim()) == read(before) and files.claim().value == -1


def test_what_only_prospects_have_does_not_stay_with_another_dimension_in_silence(files):
    files.bring(PROSPECTS)
    faults = files.refused({"dimension": "position", "claim": files.claim().public_id})
    assert faults == [
        "2: by_when: Only prospects have a day by which they are expected.",
        "2: probability: Only prospects have a probability.",
    ]
    cells = {"dimension": "position", "by_when": "", "probability": "", "claim": files.claim().public_id}
    assert files.bring(cells) == (0, 1, 0)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (
            {"quote_language": "russian"},
            "quote_language: “russian” is no code of a language: write en, ru or zh-Hant (BCP 47).",
        ),
        (
            {"source_title": "Two", "source_language": "English"},
            "source_language: “English” is no code of a language: write en, ru or zh-Hant (BCP 47).",
        ),
        ({"by_when": "2022-03-01"}, "by_when: Only prospects have a day by which they are expected."),
        (
            PROSPECTS | {"by_when": "soon"},
            "by_when: “soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
        ),
        ({"probability": "0"}, "probability: Only prospects have a probability."),
        (PROSPECTS | {"probability": "0.3"}, "probability: “0.3” is no whole number from 0 to 100."),
        (PROSPECTS | {"probability": "101"}, "probability: A probability lies between 0 and 100."),
        (
            {"quote": "", "locator": "p. 4", "translation": "Never."},
            "translation: A translation needs the quote that it translates, in the original.",
        ),
    ],
)
def test_what_is_none_is_a_fault_at_its_column(files, cells, fault):
    assert files.refused(cells) == [f"2: {fault}"]

"""References beside what pandoc makes of the same works by the styles of the CSL project (how: see
make_golden_references.py): equal, or different for a reason that stands here, and then as in our_references.json."""

import json
from pathlib import Path

import pytest

from claims.rules import citations
from claims.rules.chicago_author_date import write_chicago_author_date
from tests.rules.cited_works import list_works

GOLDEN, OURS = (
    json.loads(Path(__file__).with_name(name).read_text()) for name in ("golden_references.json", "our_references.json")
)
WRITERS = {
    "note": citations.write_note,
    "chicago-author-date": write_chicago_author_date,
    "apa": citations.write_author_date,
}
LEGAL = "law is cited as the Bluebook asks there, with neither author nor day nor publisher: we name who says it, when"
DAY = "we keep the day where the style has the year alone: in a record of talks days tell who moved first"
IN = "we say what kind it is, and where it was read without “in”: a speech in a paper is no chapter of it"
KIND = "we say what kind it is in one word for all styles, which pandoc leaves out or words otherwise"
UNQUOTED = "a document stands by itself, as a report does, and is not quoted"
SIGN = "publisher and day are joined as those of every other type are"
PUBLISHER = "we name who published it beside what it is part of, since agencies are told apart by it"
TITLE_FIRST = "where no author is known the title comes first, in this list as in the note"
# (type, style or None for all) → why; and (type, gap) → why
OF_TYPES = {
    **{(type, None): LEGAL for type in ("hearing", "legislation", "treaty")},
    **{("report", None): DAY, ("article-journal", "apa"): DAY, ("document", None): UNQUOTED},
    **{(type, None): IN for type in ("personal_communication", "speech")},
    **{("broadcast", "apa"): IN, ("interview", "apa"): KIND, ("post", "apa"): KIND},
    **{("broadcast", "chicago-author-date"): SIGN, ("interview", "chicago-author-date"): SIGN},
}
OF_GAPS = {
    ("article-journal", "with its record"): PUBLISHER,
    ("article-newspaper", "with its record"): PUBLISHER,
    ("webpage", "with its record"): PUBLISHER,
    ("article-newspaper", "without author"): TITLE_FIRST,
    ("webpage", "without author"): TITLE_FIRST,
}
CASES = [(name, style) for name in list_works() for style in WRITERS]


def explain(name, style):
    """Return why the reference may differ, or None where it must not."""
    type, gap = name.split(", ")
    return OF_TYPES.get((type, style)) or OF_TYPES.get((type, None)) or OF_GAPS.get((type, gap))


@pytest.mark.parametrize(("name", "style"), CASES)
def test_a_reference_is_that_of_pandoc_or_differs_for_a_reason(name, style, monkeypatch):
    ours = OURS.get(name, {}).get(style)
    assert (ours is None) or explain(name, style), "it differs, and nobody says why"
    if ours is None and WRITERS[style](list_works()[name]) != GOLDEN[name][style]:
        # Equal but for the word that says what a reader could not guess: “broadcast”, “post”.
        monkeypatch.setattr(citations, "GENRES", {})
        assert WRITERS[style](list_works()[name]) == GOLDEN[name][style]
    elif ours is not None:
        assert WRITERS[style](list_works()[name]) == ours != GOLDEN[name][style]


def test_each_reason_is_one_of_some_difference():
    used = {explain(name, style) for name, styles in OURS.items() for style in styles}
    assert used == {*OF_TYPES.values(), *OF_GAPS.values()}


def test_every_type_that_sources_have_is_compared():
    assert {work.type for work in list_works().values()} == {name.split(", ")[0] for name in GOLDEN}
    assert len(GOLDEN) == len(list_works()) and all(set(styles) == set(WRITERS) for styles in GOLDEN.values())

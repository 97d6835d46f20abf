"""Files that cannot be loaded: each fault names file, line and reason, and nothing changes."""

from datetime import date, datetime
from pathlib import Path

import pytest

from claims.importers.seeds.load import LoadFailed, load

from .seed_folders import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(loaded):
    """With a change of the vocabulary too."""
    loaded.vocabulary["topic", "borders"]["name"] = "Frontiers"
    return loaded


def at(folders, words, field, reason, name="one.toml"):
    """Return the fault at the line that holds these words."""
    return f"talks/{name}:{folders.line(words, name)}: {field}: {reason}"


# A claim: its columns, what breaks them, and what is said at the line of which column

NO_LANGUAGE = "“{}” is no code of a language: write en, ru or zh-Hant (BCP 47)."
CLAIMS = {
    "unknown column": ({"hodler": "moscow"}, "hodler", "is no column of a claim."),
    "no holder": ({"holder": ""}, "holder", "is required."),
    "unknown holder": ({"holder": "nobody"}, "holder", "There is no actor “nobody”."),
    "unknown speaker": ({"speaker": "nobody"}, "speaker", "There is no actor “nobody”."),
    "unknown proposal": ({"proposal": "nothing"}, "proposal", "There is no proposal “nothing”."),
    "value off the scale": ({"value": 3}, "value", "A value lies between −2 and +2."),
    "value that is no number": (
        {"value": "for"},
        "value",
        "“for” is no whole number from −2 to +2, nor none (the holder spoke and took no stance).",
    ),
    "value between two": (
        {"value": 1.5},
        "value",
        "“1.5” is no whole number from −2 to +2, nor none (the holder spoke and took no stance).",
    ),
    "no value": (
        {"value": ""},
        "value",
        "is required: a whole number from −2 to +2, or none where the holder spoke and took no stance.",
    ),
    "no such day": (
        {"said_on": "2022-02-30"},
        "said_on",
        "“2022-02-30” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "day to come": (
        {"said_on": date(2942, 3, 14)},
        "said_on",
        "14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "no such attribution": (
        {"attribution": "heard"},
        "attribution",
        "“heard” is none of own, reported, attributed, predicted.",
    ),
    "attributions in a list": (
        {"attribution": ["own"]},
        "attribution",
        "“['own']” is none of own, reported, attributed, predicted.",
    ),
    "no such dimension": ({"dimension": "mood"}, "dimension", "“mood” is none of position, prospects, salience."),
    "quote that is a number": ({"quote": 5}, "quote", "is text, not “5”."),
    "null character": ({"note": "a\x00b"}, "note", "holds a null character."),
    "pending with a value": (
        {"value": 1, "pending": True},
        "pending",
        "A pending claim (“has not answered yet”) has the value 0 and is no forecast.",
    ),
    "pending forecast": (
        {"value": 0, "pending": True, "attribution": "predicted", "speaker": "washington"},
        "pending",
        "A pending claim (“has not answered yet”) has the value 0 and is no forecast.",
    ),
    "flag that is neither": ({"doubtful": "perhaps"}, "doubtful", "“perhaps” is neither yes nor no."),
    "relayed with a speaker": (
        {"speaker": "moscow", "attribution": "reported"},
        "speaker",
        "A relayed claim is in the document's own voice: leave the speaker empty.",
    ),
    "second-hand from the holder": (
        {"speaker": "moscow", "attribution": "attributed"},
        "speaker",
        "A second-hand claim or a forecast needs a speaker, who is not the holder.",
    ),
    "stranger first-hand": (
        {"speaker": "washington"},
        "speaker",
        "First-hand, Moscow may be quoted by itself or by: Spokesman. What anybody else says is second-hand "
        "(attributed).",
    ),
    "official and another speaker": (
        {"speaker": "washington", "holder": "spokesman"},
        "holder",
        "An official cannot be a holder, and the speaker is already filled in: make the party the holder.",
    ),
    "unknown link": (
        {"conditions": "if so", "depends_on": "nothing"},
        "depends_on",
        "There is no proposal “nothing”.",
    ),
    "condition on itself": (
        {"conditions": "if so", "depends_on": "no-expansion"},
        "depends_on",
        "A claim cannot depend on its own proposal.",
    ),
    "link that is none": (
        {"conditions": "if so", "depends_on": "No Thing"},
        "depends_on",
        "“No” is no link: write a proposal's slug, or !slug if it is refused.",
    ),
    "quote and locator empty": (
        {"quote": ""},
        "quote",
        "It cites no passage: give a quote, or a locator where there is nothing to quote.",
    ),
    "quote of a page": (
        {"quote": "x" * 2001},
        "quote",
        "A quote has at most 2,000 characters: quote the sentence that carries the meaning.",
    ),
    "prefix that is too long": (
        {"prefix": "a" * 201},
        "prefix",
        "Write at most 200 letters: these are 201.",
    ),
    "language that is none": ({"quote_language": "russian"}, "quote_language", NO_LANGUAGE.format("russian")),
    "day of a position": (
        {"by_when": date(2022, 3, 1)},
        "by_when",
        "Only prospects have a day by which they are expected.",
    ),
    "probability of a position": ({"probability": 0}, "probability", "Only prospects have a probability."),
    "fraction": ({"probability": 0.3}, "probability", "“0.3” is no whole number from 0 to 100."),
    "long key": ({"key": "k" * 121}, "key", "is longer than 120 letters."),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_fault_of_a_claim(loaded, case):
    fields, blamed, reason = CLAIMS[case]
    loaded.claim().update(fields)
    fault, *echoes = loaded.refused()
    assert fault == at(loaded, f"{blamed} = ", blamed, reason)
    # Who has no holder has no first-hand speaker either.
    assert blamed == "holder" or not echoes
    assert all(": speaker: " in echo for echo in echoes)


def test_key_that_is_a_number(loaded):
    loaded.claim()["key"] = 5
    reason = "is required: a short name, unique in the file."
    assert loaded.refused() == [f"talks/one.toml:{loaded.line('[[claim]]')}: key: {reason}"]


def test_condition_that_is_missing_is_told_at_the_claim(loaded):
    loaded.claim()["depends_on"] = "no-expansion"
    faults = loaded.refused()
    reason = "What a condition depends on needs the condition itself, in words."
    assert faults == [f"talks/one.toml:{loaded.line('[[claim]]')}: conditions: {reason}"]


def test_day_is_needed_where_the_source_has_none(loaded):
    del loaded.source()["published_on"]
    first, second = loaded.refused()
    assert first == f"talks/one.toml:{loaded.line('[[claim]]')}: said_on: is required where the source has no date."
    loaded.source()["published_on"] = date(2022, 1, 17)
    loaded.load()


def test_key_that_stands_twice_or_nowhere(loaded):
    text = loaded.paths()["seeds"].joinpath("talks", "one.toml").read_text()
    loaded.broken["one.toml"] = text.replace('key = "silent"', 'key = "never"')
    line = text[: text.index('key = "silent"')].count("\n")
    assert loaded.refused() == [f"talks/one.toml:{line}: key: “never” stands twice in this file."]
    loaded.broken["one.toml"] = text.replace('key = "silent"\n', "")
    assert loaded.refused() == [f"talks/one.toml:{line}: key: is required: a short name, unique in the file."]


def test_every_fault_of_every_file_is_told_at_once(loaded):
    loaded.claim()["value"] = 3
    loaded.claim("silent")["value"] = 4
    loaded.documents["two.toml"] = ({"slug": "two", "title": ""}, {})
    faults = loaded.refused()
    assert [fault.split(":")[0] for fault in faults] == ["talks/one.toml"] * 3 + [
        "talks/two.toml"
    ]  # 4 is not pending either


# A source

SOURCES = {
    "unknown column": ({"pubisher": "TASS"}, "pubisher", "is no column of a source."),
    "no title": ({"title": ""}, "title", "is required."),
    "list of authors": ({"authors": ["Kim", "Lee"]}, "authors", "is text, not “['Kim', 'Lee']”."),
    "null character": ({"publisher": "a\x00b"}, "publisher", "holds a null character."),
    "no day": (
        {"published_on": "01/10/2022"},
        "published_on",
        "“01/10/2022” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "day with an hour": (
        {"accessed_on": datetime(2022, 1, 17, 8)},  # noqa: DTZ001 - TOML's local time
        "accessed_on",
        "“2022-01-17 08:00:00” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "published on a day to come": (
        {"published_on": date(2942, 3, 14)},
        "published_on",
        "14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "read on a day to come": (
        {"accessed_on": "14.03.2942"},
        "accessed_on",
        "14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "coded on a day to come": (
        {"fully_coded_on": date(2942, 3, 14)},
        "fully_coded_on",
        "14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "unknown variable": (
        {"csl": {"colour": "red"}},
        "csl",
        "“colour” is no variable of CSL 1.0.2 (citationstyles.org).",
    ),
    "record that is a list": (
        {"csl": [1]},
        "csl",
        'The record is an object of CSL variables, such as {"volume": "3", "page": "4"}.',
    ),
    "unknown grade": ({"grade": "G"}, "grade", "'G' is none of the choices."),
    "leaked perhaps": ({"leaked": "perhaps"}, "leaked", "“perhaps” is neither yes nor no."),
    "unknown type": ({"type": "rumour"}, "type", "'rumour' is none of the choices."),
    "address of no page": (
        {"url": "ftp://example.org"},
        "url",
        "Write the whole web address, such as https://example.org/page.",
    ),
    "slug with spaces": (
        {"slug": "one two"},
        "slug",
        "Use only the letters a to z, digits, hyphens and underscores, without blanks.",
    ),
}


@pytest.mark.parametrize("case", SOURCES)
def test_fault_of_a_source(loaded, case):
    fields, blamed, reason = SOURCES[case]
    loaded.documents["two.toml"] = ({"slug": "two", "title": "Two", "published_on": date(2022, 1, 17), **fields}, {})
    assert loaded.refused() == [at(loaded, f"{blamed} = ", blamed, reason, "two.toml")]


def test_source_coded_by_somebody_at_no_time(loaded):
    loaded.source()["fully_coded_by"] = "Ann"
    assert loaded.refused() == [
        "talks/one.toml:1: A fully coded source says by whom and when: fill in both or neither."
    ]


def test_two_files_of_one_slug_are_both_named(loaded):
    loaded.documents["two.toml"] = (dict(loaded.source()), {})
    assert loaded.refused() == [
        f"talks/{name}:1: slug: is used by another file too." for name in ("one.toml", "two.toml")
    ]


# A seed file as a whole

CLAIM = '[[claim]]\nkey = "a"\nholder = "moscow"\nproposal = "no-expansion"\nvalue = 1\nquote = "Yes"\n'
SOURCE = '[source]\nslug = "two"\ntitle = "Two"\npublished_on = 2022-01-17\n'
HOLDS = "a document holds [source], [[wording]], [[claim]] and [[outcome]]."
SEEDS = {
    "talks/two.toml:5: Expected ']]' at the end of an array declaration (at line 5, column 8)": SOURCE
    + "[[claim\n"
    + CLAIM,
    "talks/two.toml:2: Unterminated string (at end of document)": '[source]\nslug = "two',
    "talks/two.toml:1: source: is missing: a document begins with [source].": CLAIM,
    f"talks/two.toml:1: sauce: is unknown here: {HOLDS}": f"sauce = 1\n{SOURCE}",
    "talks/two.toml:5: claim: stands under a line of its own that says [[claim]].": SOURCE
    + CLAIM.replace("[[claim]]", "[claim]"),
    "talks/two.toml:1: claim: stands under a line of its own that says [[claim]].": f"claim = [1, 2]\n{SOURCE}",
    "talks/two.toml:5: is not UTF-8 at letter 3 of this line: save it as UTF-8.": SOURCE.encode() + b"# \xff\n",
}


@pytest.mark.parametrize("fault", SEEDS)
def test_fault_of_a_seed_file(loaded, fault):
    loaded.broken["two.toml"] = SEEDS[fault]
    assert loaded.refused() == [fault]


@pytest.mark.parametrize(
    "before",
    [
        'note = """two\n[[claim]]\nvalue = 7\nlines"""\n',
        "note = '''two\nvalue = 7\nlines'''\n",
        'note = "one\u2028line\u0085\x0c"\n'.replace("\x0c", "\\f"),
        "# value = 7\r\n",
    ],
)
def test_lines_are_counted_as_an_editor_counts_them(loaded, before):
    text = SOURCE + CLAIM.replace("value = 1", f"{before}value = 3")
    loaded.broken["two.toml"] = text
    line = text[: text.index("value = 3")].count("\n") + 1
    assert loaded.refused() == [f"talks/two.toml:{line}: value: A value lies between −2 and +2."]


# Folders and texts


@pytest.mark.parametrize("folder", ["seeds", "fixtures", "texts"])
def test_folder_that_is_not_there_withdraws_nothing(loaded, folder):
    paths = {**loaded.paths(), folder: Path("/nowhere")}
    with pytest.raises(LoadFailed) as failed:
        load(**paths)
    assert [str(fault) for fault in failed.value.faults] == ["/nowhere: is no folder."]


@pytest.mark.parametrize(
    "content, fault",
    [
        (b"One.\nTwo\xff", "2: is not UTF-8 at letter 4 of this line: save it as UTF-8."),
        (b"One.\na\x00b", "2: holds a null character, as letter 2 of this line."),
    ],
)
def test_text_that_cannot_be_read(loaded, content, fault):
    loaded.texts = {"bad.txt": content, "good.txt": TEXT}
    assert loaded.refused() == [f"bad.txt:{fault}"]

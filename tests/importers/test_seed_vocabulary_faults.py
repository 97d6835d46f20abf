"""Files of actors and of negotiations that cannot be loaded: each fault names file, line and reason."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db


EAST = ("side", "east")
FIXTURES = {
    "unknown field": (EAST, {"nmae": "East"}, "nmae: is no field of a side."),
    "field that the gate keeps": (EAST, {"version": 5}, "version: is no field of a side."),
    "no name": (EAST, {"name": ""}, "name: This cannot be empty."),
    "number for a name": (EAST, {"name": 5}, "name: is text, not “5”."),
    "place that is not that in the file": (EAST, {"order": 1}, "order: is no field of a side."),
    "null character": (EAST, {"name": "a\x00b"}, "name: holds a null character."),
    "flag that is neither": (
        EAST,
        {"negotiates": "perhaps"},
        "negotiates: “perhaps” is neither true nor false.",
    ),
    "no such day": (
        ("proposal", "no-expansion"),
        {"proposed_on": "soon"},
        "proposed_on: “soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "day to come": (
        ("proposal", "no-expansion"),
        {"proposed_on": "2942-03-14"},
        "proposed_on: 14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "no such kind": (("actor", "moscow"), {"kind": "group"}, "kind: 'group' is none of the choices."),
    "unknown slug": (
        ("participant", "moscow"),
        {"side": "north"},
        "side: There is no side “north”, above or in the database.",
    ),
    "unknown link": (
        ("proposal", "no-expansion"),
        {"proposers": ["moscow", "nobody"]},
        "proposers: There is no actor “nobody”, above or in the database. [[actor]] describes a new one.",
    ),
    "number for a slug": (("participant", "moscow"), {"side": 1}, 'side: names a side by its slug: "side".'),
    "slug without brackets": (
        ("proposal", "no-expansion"),
        {"proposers": "moscow"},
        'proposers: names each actor by its slug: ["one", "two"].',
    ),
    "number for a row": (
        ("proposal", "no-expansion"),
        {"proposers": [1]},
        'proposers: names each actor by its slug: ["one", "two"].',
    ),
    "official who speaks for nobody": (
        ("actor", "spokesman"),
        {"speaks_for": None},
        "An official speaks for a party or a coalition, and nobody else does.",
    ),
    "part of an official": (
        ("participant", "moscow"),
        {"actor": "spokesman"},
        "An official has no part of its own: it is on the side of the party for which it speaks.",
    ),
    "part that ends before it begins": (
        ("participant", "moscow"),
        {"since": "2022-01-02", "until": "2022-01-01"},
        "until: It ends before it begins.",
    ),
    "name of another row": (EAST, {"name": "West"}, "name: The side “West” (west) goes by “West” too."),
    "title that is too long": (
        ("proposal", "no-expansion"),
        {"title": "a" * 41},
        "title: Write at most 40 letters: these are 41.",
    ),
    "package of itself": (
        ("proposal", "no-expansion"),
        {"part_of": ["no-expansion"]},
        "part_of: A proposal is no part of itself.",
    ),
}


@pytest.mark.parametrize("case", FIXTURES)
def test_fault_of_the_vocabulary(loaded, case):
    (kind, slug), fields, reason = FIXTURES[case]
    loaded.vocabulary[kind, slug].update(fields)
    faults = loaded.refused()
    file = "actors.toml" if kind == "actor" else "talks/negotiation.toml"
    named = f'actor = "{fields.get("actor", slug)}"' if kind == "participant" else f'slug = "{slug}"'
    header, blamed = loaded.line(named, Path(file).name) - 1, reason.partition(":")[0]
    rows = (loaded.root / ("fixtures" if kind == "actor" else "seeds") / file).read_text().split("\n")[header:]
    at = next((n for n, line in enumerate(rows, header + 1) if line.startswith(f"{blamed} = ")), header)
    assert f"{file}:{at if blamed in fields else header}: {reason}" in faults


HOLDS_ACTORS = "files of fixtures hold [[actor]] and [[member]]"
NORTH = '[[actor]]\nslug = "north"\nname = "North"\nshort_name = "N"\nkind = "party"\n'
HOLDS_ALL = (
    "the file of a negotiation holds [negotiation], [[actor]], [[side]], [[participant]], [[topic]], [[proposal]], "
    "[[event]]"
)
TALKS = '[negotiation]\nslug = "talks"\ntitle = "Talks"\nshort_title = "Talks"\n'
VOCABULARY_FILES = {
    "more.toml:6: Expected ']]' at the end of an array declaration (at line 6, column 8)": NORTH + "[[actor\n",
    f"more.toml:6: side: is unknown here: {HOLDS_ACTORS}.": NORTH + '[[side]]\nslug = "south"\n',
    "more.toml:6: is not UTF-8 at letter 3 of this line: save it as UTF-8.": NORTH.encode() + b"# \xff",
    "more.toml:1: slug: is required.": NORTH.replace('slug = "north"\n', ""),
    "more.toml:7: slug: “north” stands twice.": NORTH + NORTH,
    "more.toml:1: actor: stands under a line of its own that says [[actor]].": NORTH.replace("[[actor]]", "[actor]"),
    "negotiation.toml: is missing: it says what is negotiated.": None,
    "negotiation.toml:1: negotiation: is missing: the file of a negotiation begins with [negotiation].": "# Talks\n",
    f"negotiation.toml:5: colour: is unknown here: {HOLDS_ALL}.": TALKS + "[colour]\n",
    "negotiation.toml:2: slug: is “talks-2”, but its folder is “talks”.": TALKS.replace('"talks"', '"talks-2"'),
    "negotiation.toml:5: side: is required.": TALKS + '[[participant]]\nactor = "moscow"\n',
    "negotiation.toml:9: actor: “moscow” stands twice.": TALKS + '[[participant]]\nactor = "moscow"\nside = "x"\n' * 2,
}


@pytest.mark.parametrize("fault", VOCABULARY_FILES)
def test_fault_of_a_file_of_the_vocabulary(loaded, fault):
    name = fault.partition(":")[0]
    folder = "talks/" if name == "negotiation.toml" else ""
    content = VOCABULARY_FILES[fault]
    if content is None:
        loaded.left_out = f"seeds/{folder}{name}"
    else:
        loaded.broken[f"seeds/{folder}{name}" if folder else f"fixtures/{name}"] = content
    assert f"{folder}{fault}" in loaded.refused()


def test_a_file_that_lies_in_no_folder_or_is_no_longer_read_is_told(loaded):
    loaded.broken |= {"seeds/stray.toml": "[source]\n", "fixtures/vocabulary.json": "[]"}
    assert loaded.refused() == [
        "vocabulary.json: is no longer read: actors are in TOML files, see docs/seeds.md.",
        "stray.toml: lies in no folder of a negotiation, beside its negotiation.toml.",
    ]


def test_a_row_that_is_refused_is_the_only_fault_of_those_that_name_it(loaded):
    loaded.vocabulary["side", "east"]["name"] = ""
    loaded.vocabulary["topic", "borders"]["name"] = "x" * 81
    faults = loaded.refused()
    assert [fault.partition(": ")[2] for fault in faults] == [
        "name: This cannot be empty.",
        "name: Write at most 80 letters: these are 81.",
    ]

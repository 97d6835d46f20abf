"""A long title → a short one that tells it from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.folding import fold_name
from claims.rules.titles import LONGEST_TITLE, shorten, shorten_apart, shorten_within

THESES = [
    f"{beginning} should be decided by the people themselves in a vote that is held on one day in the whole country, "
    f"unless a majority of both houses of parliament says otherwise within {number} days."
    for number, beginning in enumerate(
        f"{what} {of} {whom}"
        for what in ("Taxes", "Pensions", "Rents")
        for of in ("of", "for", "above")
        for whom in ("farmers", "students", "the old", "cities", "companies")[: 4 if what == "Rents" else 5]
    )
]


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Zones", 5, "Zones"),
        ("Zones of peace", 6, "Zones…"),
        ("Zones of peace", 10, "Zones of…"),
        ("Bill 12: ceasefire monitors", 10, "Bill 12…"),
        ("Ceasefire", 6, "Cease…"),
        ("Annex X of the treaty", 8, "Annex X…"),
    ],
)
def test_a_text_is_cut_at_a_word(text, most, short):
    assert shorten(text, most) == short


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Bill 12: ceasefire", 18, "Bill 12: ceasefire"),
        ("Bill 12: ceasefire monitors of both sides, as a whole", 28, "Bill 12… sides, as a whole"),
        ("Bill 12: ceasefire monitors of both sides, paragraph 4", 28, "Bill 12… sides, paragraph 4"),
        ("Bill 12: ceasefire monitors of both sides, as a whole", 27, "Bill 12… sides, as a whole"),
        ("Bill 12: ceasefire monitors of both sides, as a whole", 26, "Bill 12… sides, as a whole"),
        ("Unbrokenwordsofagreatlength", 9, "Unb… ngth"),
    ],
)
def test_a_text_is_cut_in_its_middle(text, most, short):
    assert shorten_within(text, most) == short


@given(st.text(min_size=1, max_size=60), st.integers(8, 50))
def test_a_text_that_is_cut_in_its_middle_is_as_short_as_asked_for(text, most):
    assert len(shorten_within(text, most)) <= most


# Whole titles beside each other, each with the short one that is made of it.
TOGETHER = {
    "unlike beginnings are kept": {
        "A joint fund for the reconstruction of the border villages": "A joint fund for the reconstruction of…",
        "The withdrawal of all heavy weapons from the line of contact": "The withdrawal of all heavy weapons…",
        "Short": "Short",
    },
    "alike beginnings: the words at which they part follow": {
        "Should the federal government introduce a general speed limit?": "Should the… a general speed limit?",
        "Should the federal government introduce a wealth tax for all?": "Should the… a wealth tax for all?",
        "Should the federal government introduce no new taxes on wealth": "Should the… no new taxes on wealth",
    },
    "a number at the beginning is kept": {
        "5126: HUMAN RIGHTS ADVANCEMENT, TO ADOPT PARAGRAPH 4": "5126: HUMAN RIGHTS… PARAGRAPH 4",
        "5126: HUMAN RIGHTS ADVANCEMENT, TO ADOPT PARAGRAPH 5": "5126: HUMAN RIGHTS… PARAGRAPH 5",
        "EIP-7805: Fork-choice enforced inclusion lists (FOCIL)": "EIP-7805: Fork-choice enforced…",
        "Resolution 2231 on Iran, its nuclear programme and sanctions, as amended in 2015": (
            "Resolution 2231… sanctions, as amended…"
        ),
        "Resolution 2231 on Iran, its nuclear programme and further talks, as amended": (
            "Resolution 2231… further talks, as…"
        ),
    },
    "those that part in two places are told by both": {
        "Budget of the Union for France for the financial year 2021": "Budget of the Union… France… year 2021",
        "Budget of the Union for France for the financial year 2022": "Budget of the Union… France… year 2022",
        "Budget of the Union for Poland for the financial year 2021": "Budget of the Union… Poland… year 2021",
        "Budget of the Union for Poland for the financial year 2022": "Budget of the Union… Poland… year 2022",
    },
    "one that begins another": {
        "Tuition fees in the public universities of the state": "Tuition fees in the public… state",
        "Tuition fees in the public universities of the state (S2)": "Tuition fees in the public… state (S2)",
    },
    "words that are too long": {
        "Bundesverfassungsgerichtsbarkeitsgesetz zur Änderung des Artikels 1": (
            "Bundesverfassungsgerichtsbar… Artikels 1"
        ),
        "Bundesverfassungsgerichtsbarkeitsgesetz zur Änderung des Artikels 2": (
            "Bundesverfassungsgerichtsbar… Artikels 2"
        ),
    },
    "a word with a hyphen stays whole": {
        "A law for the better protection of all non-citizens in work": "A law for the… non-citizens in work",
        "A law for the better protection of all non-residents in work": "A law for the… non-residents in work",
    },
    "a word of two long ones stays whole": {
        "Die Frage der Reform von Staatsangehörigkeitsrecht und Pass": "Die… Staatsangehörigkeitsrecht und Pass",
        "Die Frage der Reform von Staatsangehörigkeitsgesetz und Pass": "Die… Staatsangehörigkeitsgesetz und Pass",
    },
    "words without blanks part at a sign, or where their letters do": {
        "Donaudampfschifffahrtsbetriebe/Donaudampfschiffwerften": "Donaudampfschif… Donaudampfschiffwerften",
        "Donaudampfschifffahrtsbetriebe/Donaudampfschiffwinden": "Donaudampfschiff… Donaudampfschiffwinden",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau": "Donaudampfschifffahrtselektrizi… werkbau",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebsleitungen": "Donaudampfschifffahrtselektri… leitungen",
    },
    "a number at the fourth word is no beginning": {
        "Act of the 12th Assembly on the reconstruction of villages along the line of contact in winter": (
            "Act… villages along the line of contact…"
        ),
        "Act of the 12th Assembly on the reconstruction of towns along the line of contact in winter": (
            "Act… towns along the line of contact in…"
        ),
    },
    "a beginning of twenty letters with a number is kept": {
        "Council Decision 223 on the reconstruction of villages along the line of contact in winter": (
            "Council Decision 223… villages along…"
        ),
        "Council Decision 223 on the reconstruction of towns along the line of contact in winter": (
            "Council Decision 223… towns along the…"
        ),
    },
    "a middle piece for which there is just room": {
        "Resolution 2231 of the Security Council on the reconstruction of districts": (
            "Resolution 2231… reconstructi… districts"
        ),
        "Resolution 2231 of the Security Council on the reconstruction of factories": (
            "Resolution 2231… reconstructi… factories"
        ),
        "Resolution 2231 of the Security Council on the demilitarisation of the border": (
            "Resolution 2231… demilitarisation of…"
        ),
    },
    "a middle piece for which there is none is left out": {
        "Resolution 2231 of the Security Council on the reconstruction of settlements": (
            "Resolution 2231 of the… settlements"
        ),
        "Resolution 2231 of the Security Council on the reconstruction of waterworks": (
            "Resolution 2231 of the… waterworks"
        ),
        "Resolution 2231 of the Security Council on the demilitarisation of the border": (
            "Resolution 2231… demilitarisation of…"
        ),
    },
    "of several in the middle the first is left out": {
        "Resolution 2231 of the Security Council on the reconstruction of the Syrian coast in the year 2021": (
            "Resolution 2231 of… Syrian… year 2021"
        ),
        "Resolution 2231 of the Security Council on the reconstruction of the Syrian coast in the year 2022": (
            "Resolution 2231 of… Syrian… year 2022"
        ),
        "Resolution 2231 of the Security Council on the reconstruction of the Yemeni coast in the year 2021": (
            "Resolution 2231… reconstructi… Yemeni…"
        ),
        "Resolution 2231 of the Security Council on the demilitarisation of the border": (
            "Resolution 2231… demilitarisation of…"
        ),
    },
    "one that begins another, without blanks": {
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk": "Donaudampfschifffahrtselektrizitätenhau…",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk Wien Nord am Hauptbahnhof": (
            "Donaudampfsch… Wien Nord am Hauptbahnhof"
        ),
    },
    "nothing but the case of letters: numbered": {
        "A title that is far too long for one row, as one of many THESES": "A title that is far too… many THESES",
        "A title that is far too long for one row, as one of many theses": "A title that is far too… many theses (2)",
    },
    "the case of letters where there is room for all": {
        "A joint fund for all villages of Borders": "A joint fund for all villages of Borders",
        "A joint fund for all villages of borders": "A joint fund for all villages of… (2)",
    },
    "a script without blanks": {
        "关于在所有国家之间就核不扩散问题进行谈判并达成一项具有法律约束力的文书的决议草案修正案甲部分": (
            "关于在所有国家之间就核不扩散问题进行谈判并达成一项具有法律约束力的文书… 甲部分"
        ),
        "关于在所有国家之间就核不扩散问题进行谈判并达成一项具有法律约束力的文书的决议草案修正案乙部分": (
            "关于在所有国家之间就核不扩散问题进行谈判并达成一项具有法律约束力的文书… 乙部分"
        ),
    },
}


@pytest.mark.parametrize("together", TOGETHER.values(), ids=TOGETHER)
def test_titles_are_told_apart(together):
    assert dict(zip(together, shorten_apart([*together]), strict=True)) == together


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (["Bill 12: truce monitors", "Bill 12: truce money"], ["Bill 12… monitors", "Bill 12… money"]),
        (["Bill 12: reconstruction", "Bill 12: reconsideration"], ["Bill 12: reconst…", "Bill 12: reconsi…"]),
    ],
)
def test_titles_are_told_apart_in_little_room(titles, short):
    assert shorten_apart(titles, most=18) == short


def test_forty_theses_of_two_hundred_letters_keep_their_beginnings():
    short = shorten_apart(THESES)
    assert len(THESES) == 42 and min(map(len, THESES)) > 190
    assert all(thesis.startswith(title.removesuffix("…")) for thesis, title in zip(THESES, short, strict=True))
    assert len(set(short)) == len(THESES)


def test_what_nothing_tells_apart_is_numbered():
    title = "A title that is far too long for one row and stands in a file three times"
    assert shorten_apart([title] * 3) == [
        "A title that is far too long for one…",
        "A title that is far too long for… (2)",
        "A title that is far too long for… (3)",
    ]


def test_titles_that_are_there_keep_theirs():
    villages, towns = (f"Bill 13: a joint fund for the reconstruction of {what}" for what in ("villages", "towns"))
    assert shorten_apart([villages], {"Bill 13: a joint fund for the…": towns}) == [
        "Bill 13: a joint fund for the… villages"
    ]
    assert shorten_apart([villages], {"Towns": towns}) == ["Bill 13: a joint fund for the…"]
    assert shorten_apart(["Zones"], {"ZONES": "Zones"}) == ["Zones (2)"]


ALIKE = st.lists(
    st.lists(st.sampled_from(["a", "The", "resolution", "4", "of2021", "条約", "Ä" * 30]), min_size=1, max_size=25).map(
        " ".join
    )
)


@given(ALIKE, st.dictionaries(st.sampled_from(["a", "The…", "a… 4"]), st.sampled_from(["a", "The a", "a a a 4"])))
def test_no_two_of_any_titles_read_alike_and_none_is_too_long(titles, taken):
    short = shorten_apart(titles, taken)
    assert len({*map(fold_name, short), *map(fold_name, taken)}) == len(titles) + len(set(map(fold_name, taken)))
    assert all(0 < len(title) <= LONGEST_TITLE for title in short)

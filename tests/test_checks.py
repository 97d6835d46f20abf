"""`check_claims`: what got past the forms is listed, row by row; a sound database is silent."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from claims import checks
from claims.models import DataVersion, release_triggers
from claims.rules.import_profiles import LEFT_OUT, Profile
from claims.rules.publishing import Status
from claims.rules.scales import Attribution
from claims.services.corrections import propose
from claims.services.write_gate import editing
from tests.make import (
    change,
    make_actor,
    make_answer,
    make_claim,
    make_member,
    make_negotiation,
    make_outcome,
    make_part,
    make_profile,
    make_proposal,
    make_remark,
    make_search,
    make_source,
    make_topic,
    make_user,
    make_wording,
)
from tests.make_releases import make_release

pytestmark = pytest.mark.django_db

TEXT = "We said: no expansion. We ask for a moratorium."


def check():
    """Run the command; return the lines that it prints."""
    printed = StringIO()
    try:
        call_command("check_claims", stdout=printed, no_color=True)
    except CommandError as error:
        lines = printed.getvalue().splitlines()
        assert str(error) == f"{len(lines)} to put right."
        return lines
    assert printed.getvalue() == "All rows follow the rules.\n"
    return []


def write_past_the_gate(row, **columns):
    """Write columns of a row as an older version or another program would; what its history keeps of them likewise."""
    tables = {row._meta.db_table: columns}
    if history := getattr(row, "history", None):
        kept = {field.column for field in history.model.tracked_fields} - {"version"}
        tables[history.model._meta.db_table] = {name: value for name, value in columns.items() if name in kept}
    for table, written in tables.items():
        if written:
            write_columns(table, row.pk, **written)


def write_columns(table, pk, **columns):
    assignments = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {assignments} WHERE id = %s", [*columns.values(), pk])  # noqa: S608


def test_what_names_a_wording_of_another_proposal_is_listed():
    wording = make_wording()
    make_claim(proposal=wording.proposal, wording=wording)
    claim, outcome, gone = make_claim(), make_outcome(), make_claim(status="withdrawn")
    for row in (claim, outcome, gone):
        write_past_the_gate(row, wording_id=wording.pk)
    reason = f"“{wording.label}” is a wording of another proposal."
    assert check() == [
        f"claim {claim.public_id} (/claims/{claim.public_id}/): {reason}",
        f"outcome {outcome.public_id} ({outcome.get_absolute_url()}): {reason}",
    ]


def test_a_remark_that_answers_claims_of_another_cell_is_listed():
    make_answer()
    remark, claim = make_answer(), make_claim()
    write_past_the_gate(remark, later_claim_id=claim.pk)
    (line,) = check()
    assert line.startswith("remark ") and line.endswith(
        f"{claim.public_id} is no claim of this holder on this proposal."
    )


def test_record_of_a_source_that_csl_does_not_know_is_listed():
    make_source(csl={"volume": "3"})
    source = make_source(slug="talks")
    write_past_the_gate(source, csl='{"colour": "red", "volume": "3"}')
    (line,) = check()
    assert line.startswith("source talks (/admin/claims/source/")
    assert line.endswith("“colour” is no variable of CSL 1.0.2 (citationstyles.org).")


def test_language_that_is_none_is_listed():
    make_claim(quote_language="zh-Hant", source=make_source(language="pt-BR"))
    source, claim = make_source(slug="talks"), make_claim()
    write_past_the_gate(source, language="english")
    write_past_the_gate(claim, quote_language="r")
    lines = check()
    assert [line.partition(" (")[0] for line in lines] == ["source talks", f"claim {claim.public_id}"]
    assert lines[0].endswith("language: “english” is no code of a language: write en, ru or zh-Hant (BCP 47).")
    assert "language of the quote: “r” is no code of a language" in lines[1]


def test_sound_database_is_silent():
    analyst = make_user("analyst")
    party = make_actor()
    official = make_actor("official", speaks_for=party)
    link = make_proposal()
    claim = make_claim(
        holder=party,
        speaker=official,
        conditions="if so",
        depends_on=f"!{link.slug}",
        source=make_source(text=TEXT),
        quote="no expansion",
    )
    make_claim(attribution=Attribution.ATTRIBUTED)
    make_claim(quote="", locator="p. 4")
    make_search()
    make_remark()
    propose(claim, user=analyst, version=claim.version)
    assert check() == []


def test_stranger_is_named_with_the_claim_its_address_and_who_may_speak():
    states = make_actor(name="United States")
    make_actor("official", name="Antony Blinken", speaks_for=states)
    claim = make_claim(holder=states, speaker=make_actor("expert", name="Dmitry Suslov"))
    assert check() == [
        f"claim {claim.public_id} (/claims/{claim.public_id}/): It quotes Dmitry Suslov. First-hand, United States may "
        "be quoted by itself or by: Antony Blinken. What anybody else says is second-hand (attributed)."
    ]


def test_member_of_a_coalition_is_a_stranger_once_it_is_none_any_more():
    aosis, fiji = make_actor("coalition", name="AOSIS"), make_actor(name="Fiji")
    membership = make_member(fiji, aosis, since=date(2022, 1, 17))
    official = make_actor("official", speaks_for=fiji)
    claims = [make_claim(holder=aosis, speaker=speaker, said_on=date(2022, 1, 17)) for speaker in (fiji, official)]
    assert check() == []
    change(membership, since=date(2022, 1, 18))
    lines = check()
    assert [line.partition(" (")[0] for line in lines] == [f"claim {claim.public_id}" for claim in claims]
    assert "AOSIS may be quoted on 17 Jan 2022 by nobody else: it has no member on that day" in lines[0]


def test_official_of_another_party_is_a_stranger_and_a_draft_is_opened_by_its_editors():
    claim = make_claim(speaker=make_actor("official"), status="draft")
    (line,) = check()
    assert line.startswith(f"claim {claim.public_id} (/admin/claims/claim/{claim.pk}/change/): It quotes ")


def test_withdrawn_claim_is_not_judged():
    make_claim(speaker=make_actor("official"), status="withdrawn")
    assert check() == []


@pytest.mark.parametrize("make", [make_claim, make_search, make_remark])
def test_official_who_holds_something(make):
    row = make()
    with editing(None):
        row.holder.stretches.get().delete()
    change(row.holder, kind="official", speaks_for=make_actor())
    (line,) = check()
    assert "Its holder is an official: " in line


@pytest.mark.parametrize(
    ("depends_on", "reason"),
    [
        ("nothing", "There is no proposal “nothing”."),
        ("No!", "“No!” is no link"),
        ("its-own", "A claim cannot depend on its own proposal."),
    ],
)
def test_condition_that_hangs_on_what_it_cannot(depends_on, reason):
    make_claim(conditions="if so", depends_on=depends_on, proposal=make_proposal(slug="its-own"))
    (line,) = check()
    assert reason in line


def test_published_claim_that_cites_white_space():
    make_claim(quote=" ", locator="  \n")
    (line,) = check()
    assert "It cites no passage" in line


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (lambda: make_claim(status="draft"), "said_on"),
        (make_source, "published_on"),
        (make_source, "accessed_on"),
        (make_proposal, "proposed_on"),
        (make_proposal, "added_on"),
        (make_search, "searched_on"),
    ],
)
def test_day_to_come(row, name):
    change(row(), **{name: localdate() + timedelta(days=1)})
    (line,) = check()
    assert "is still to come" in line


def test_claim_said_later_than_its_source_that_nobody_has_confirmed():
    claim = make_claim(said_on=date(2022, 1, 20))
    make_claim(said_on=date(2022, 1, 20), confirmed="said-later")
    make_claim(said_on=date(2022, 1, 20), status="withdrawn")
    make_claim(said_on=date(2022, 1, 20), source=make_source(published_on=None))
    (line,) = check()
    assert line == (
        f"claim {claim.public_id} (/claims/{claim.public_id}/): It was said on 20 Jan 2022, and its source is of "
        "17 Jan 2022: nothing is printed before it is said. Check both days. "
        "Nobody has confirmed that this was checked."
    )


def test_passage_coded_again_and_long_quote_that_nobody_has_confirmed():
    first = make_claim(quote="No – never.")
    same = {"source": first.source, "holder": first.holder, "proposal": first.proposal}
    again = make_claim(quote="No - never.", value=1, **same)
    make_claim(quote="Another.", **same)
    make_claim(quote="One. Two. Three.", confirmed="long-quote", **same)
    long = make_claim(quote="One. Two. Three. Four.", **same)
    draft = propose(first, user=make_user("analyst"), version=first.version)
    lines = check()
    repeats = [line.split()[1] for line in lines if "coded already" in line]
    assert repeats == [claim.public_id for claim in (first, again, draft)]
    assert f"“{first.public_id}” (published, coded by nobody named): value −2 there, +1 here" in lines[1]
    assert [line.split()[1] for line in lines if "has 4 sentences" in line] == [long.public_id]
    assert not any(f"“{draft.public_id}” (" in line.partition("holder")[2] for line in lines)
    assert len(lines) == 4
    change(again, confirmed="coded-already")
    assert len(check()) == 1


def test_quote_that_the_text_does_not_hold_where_it_is_said_to():
    source = make_source(text=TEXT)
    claim, other = (make_claim(source=source, quote="no expansion") for _ in range(2))
    assert check() == []
    write_past_the_gate(claim, quote_start=3)
    write_past_the_gate(other, quote="never said")
    lines = check()
    assert [line.split()[1] for line in lines if "Its quote is marked as" in line] == [claim.public_id, other.public_id]


def test_quote_from_before_quotes_had_a_limit():
    claim, _ = make_claim(quote="Said."), make_claim()
    write_past_the_gate(claim, overlong_quote=True, quote="Said " * 500)
    lines = [line for line in check() if "at most 2,000 characters" in line]
    assert [line.split()[1] for line in lines] == [claim.public_id]


def test_claim_that_an_import_would_not_find():
    write_past_the_gate(make_claim(), identity="f" * 32)
    (line,) = check()
    assert "An import would not find it" in line


@pytest.mark.parametrize("broken", ["nothing", "withdrawn", "published", "later version"])
def test_correction_of_nothing(broken):
    analyst, claim = make_user("analyst"), make_claim()
    draft = propose(claim, user=analyst, version=claim.version)
    if broken == "nothing":
        write_past_the_gate(draft, corrects_id=None, confirmed="coded-already")
    elif broken == "withdrawn":
        write_past_the_gate(claim, status="withdrawn")  # by an older version, which left its corrections
    elif broken == "published":
        change(draft, status=Status.PUBLISHED)
    else:
        write_past_the_gate(draft, corrects_version=99)
    (line,) = check()
    assert line.startswith(f"claim {draft.public_id} ")
    assert {
        "nothing": "of nothing",
        "withdrawn": "which is withdrawn",
        "published": "published beside",
        "later version": "never was",
    }[broken] in line


def test_official_of_an_official():
    minister = make_actor("official")
    make_actor("official", speaks_for=minister)
    (line,) = check()
    assert "which is neither. An official speaks for a party or a coalition." in line


def test_packages_in_packages_are_right_and_a_circle_is_told_once():
    outer = make_proposal(title="Outer")
    inner = make_proposal(title="Inner", part_of=outer)
    make_proposal(part_of=make_proposal(part_of=inner))
    assert not check()
    make_part(inner, outer)
    (line,) = check()
    assert f"proposal {outer.slug} (/admin/claims/proposal/{outer.pk}/change/): It is within itself" in line
    assert "each being part of the one before: “Outer”, “Inner”, “Outer”." in line


def test_package_of_another_negotiation():
    part = make_proposal()
    make_part(make_proposal(title="Abroad", topic=make_topic(negotiation=make_negotiation())), part)
    (line,) = check()
    assert line.endswith("It is part of “Abroad”, which is of another negotiation.")


def test_a_place_in_a_package_is_reported_at_its_part():
    place = make_part()
    write_past_the_gate(place, version=3)
    (line,) = check()
    assert f"(/admin/claims/proposal/{place.part_id}/change/): It is at version 3" in line


@pytest.mark.parametrize("make", [make_claim, make_actor, make_source, make_proposal, make_search])
def test_version_that_no_history_keeps(make):
    row = make()
    write_past_the_gate(row, version=3)
    (line,) = check()
    assert "It is at version 3, and its history keeps 1, the last one 1." in line


def test_gap_in_a_history():
    claim = make_claim()
    change(claim, value=1)
    change(claim, value=0)
    claim.history.filter(version=2).delete()
    (line,) = check()
    assert "at version 3, and its history keeps 2" in line


def test_a_row_that_is_not_what_its_history_says():
    make_claim()
    claim = make_claim()
    write_columns("claims_claim", claim.pk, note="written past the gate")
    (line,) = check()
    assert f"claim {claim.public_id}" in line and "not what its history says that version 1 is" in line


def test_a_row_that_names_what_is_not_there():
    claim = make_claim()
    with connection.constraint_checks_disabled():
        write_past_the_gate(claim, source_id=987654)
        keys = list(map(str, checks.check_keys()))
        write_past_the_gate(claim, source_id=claim.source_id)
    assert keys == [f"claim {claim.pk} (claims_claim): source: it names the source_id 987654, not there."]


def test_a_search_index_that_is_not_what_the_rows_make_of_it():
    claim = make_claim(quote="They said alpha.")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a write that no trigger saw
            cursor.execute("INSERT INTO search_claims(rowid, quote) VALUES (%s, 'omega alpha')", [claim.pk + 1])
        else:
            cursor.execute("DROP INDEX search_claims")
    (line,) = check()
    assert "search index of claims" in line and "--search-anew" in line
    assert connection.vendor != "sqlite" or "holds too much: 2 of the words of its rows, such as “alpha”" in line
    call_command("check_claims", search_anew=True, verbosity=0, stdout=StringIO())
    assert check() == []


def test_a_database_without_a_data_version():
    DataVersion.objects.all().delete()
    (line,) = check()
    assert line.startswith("database ") and "no data version" in line


def test_a_release_whose_file_is_cut():
    make_release(make_claim().proposal.negotiation, package=b"a package")
    with connection.cursor() as cursor:
        release_triggers.TRIGGERS.remove()
        cursor.execute("UPDATE claims_releasechunk SET data = %s", [b"a pack"])
        release_triggers.TRIGGERS.set_up()
    (line,) = check()
    assert "It has 6 bytes of 9, or others" in line


def test_profile_that_takes_a_name_for_a_row_that_is_gone():
    make_actor(slug="russia")
    names = {"actor": {"The Kremlin": "russia", "Lemuria": "lemuria", "Others": LEFT_OUT}, "proposal": {}}
    profile = make_profile(matching=Profile(columns={}, names=names).to_json())
    (line,) = check()
    assert f"(/admin/claims/importprofile/{profile.pk}/change/): It takes “Lemuria” for the actor “lemuria”" in line


def test_each_check_of_the_module_is_made():
    written = {function for name, function in vars(checks).items() if name.startswith("check_")}
    assert written - {checks.check_database} == set(checks.CHECKS)


def test_more_claims_take_no_more_queries():
    source, holder, proposal = make_source(text=TEXT), make_actor(), make_proposal()
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_claim(source=source, holder=holder, proposal=proposal, quote="no expansion", confirmed="coded-already")
        with CaptureQueriesContext(connection) as captured:
            assert check() == []
        counts.append(len(captured))
    assert counts[0] == counts[1]

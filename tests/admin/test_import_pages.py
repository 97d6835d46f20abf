"""A spreadsheet is imported in the admin: uploaded, matched once, looked at, and brought in as drafts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin import import_rows as import_rows_module
from claims.models import Actor, Claim, ImportFile, ImportProfile, Proposal, Source
from claims.rules.import_profiles import Profile
from tests.admin.forms import said
from tests.admin.spreadsheets import (
    IMPORT,
    Talks,
    as_shown,
    go_on,
    import_rows,
    name_of,
    row,
    step,
    upload,
    write_csv,
    write_xlsx,
)
from tests.make import change, make_claim, make_profile, make_source
from tests.reader.read_pages import words

# How often each page of a file asks the database, however many rows the file has.
QUERIES = {"columns": 18, "words": 10, "names": 19, "rows": 21, "wrong": 19}
PROFILE_QUERIES = 13


@pytest.fixture
def talks(db):
    return Talks()


def rows_of(client, state=""):
    page = client.get(step("rows"), {"state": state} if state else {})
    return [(shown.place, shown.words, [str(reason) for reason in shown.reasons]) for shown in page.context["page"]]


def test_a_file_in_own_words_goes_in_as_drafts(as_analyst, analyst, talks):
    data = write_csv(
        [
            row("The Kremlin", stance="strongly oppose", when="14/01/2022", link="https://x.example/1"),
            row("US", "Pull-back", "support", "15/01/2022", "https://x.example/1"),
            row("US", stance="strongly support", when="16/01/2022", link="https://x.example/1"),
            row("Atlantis", stance="abstain", when="16/01/2022", link="https://x.example/1"),
            row("US", "Missile ban", "absent", "17/01/2022", "https://x.example/1"),
        ]
    )
    answer = upload(as_analyst, data)
    assert answer["Location"] == step("columns")
    form = as_analyst.get(step("columns")).context["form"]
    assert [line.field.value() for line in form.lines] == [
        "holder",
        "proposal",
        "value",
        "said_on",
        "source_url",
        "source_title",
    ]

    assert go_on(as_analyst, "columns")["Location"] == step("words")
    form = as_analyst.get(step("words")).context["form"]
    assert {line.word: line.field.value() for line in form.groups[0].lines} == {
        "strongly oppose": "-2",
        "support": "1",
        "strongly support": "2",
        "abstain": "0",
        "absent": "-",
    }
    assert form.day_lines[0].value() == "day/month/year"

    assert go_on(as_analyst, "words")["Location"] == step("names")
    form = as_analyst.get(step("names")).context["form"]
    assert [each[:2] for each in form.unknown] == [("actor", "The Kremlin"), ("actor", "Atlantis")]
    kremlin, atlantis = (name_of(form, "actor", name) for name in ("The Kremlin", "Atlantis"))
    chosen = {
        f"name-{kremlin}": "typed",
        f"typed-{kremlin}": "russia",
        f"name-{atlantis}": "new",
        f"kind-{atlantis}": "party",
    }
    assert go_on(as_analyst, "names", **chosen)["Location"] == step("rows")

    assert not Claim.objects.exists() and not Actor.objects.filter(name="Atlantis").exists()
    page = as_analyst.get(step("rows"))
    assert {tab.words: tab.number for tab in page.context["tabs"]} == {"all": 5, "new": 4, "left out": 1}
    assert "You suggest the actor “Atlantis”." in words(page.content.decode())
    answer = import_rows(as_analyst, profile_name="Views")
    assert answer["Location"] == step("done") and said(answer) == "Imported: 4 new drafts."
    assert sorted(Claim.objects.values_list("holder__slug", "value", "status", "coder__username")) == [
        ("atlantis", 0, "draft", "ann"),
        ("russia", -2, "draft", "ann"),
        ("us", 1, "draft", "ann"),
        ("us", 2, "draft", "ann"),
    ]
    assert Actor.objects.get(slug="atlantis").suggestion == "waiting"
    assert {claim.said_on.isoformat() for claim in Claim.objects.all()} == {"2022-01-14", "2022-01-15", "2022-01-16"}
    assert Claim.history.first().history_change_reason == "imported from views.csv"
    assert ImportProfile.objects.get().name == "Views" and not talks.russia.aliases

    # The next file of this kind goes straight to its rows.
    assert upload(as_analyst, data, "next.csv")["Location"] == step("rows")
    assert {tab.words: tab.number for tab in as_analyst.get(step("rows")).context["tabs"]} == {
        "all": 5,
        "unchanged": 4,
        "left out": 1,
    }
    assert "nothing was imported" in words(import_rows(as_analyst).content.decode())


def test_a_wide_sheet_goes_in_with_what_is_asked_once(as_analyst, talks):
    data = write_csv(
        [["Missile ban", "yes", "no", "late"], ["Pull-back", "", "abstain", ""]],
        heading=["Item", "Russia", "United States", "Remarks"],
    )
    upload(as_analyst, data, "votes.csv")
    form = as_analyst.get(step("columns")).context["form"]
    assert [line.field.value() for line in form.lines] == ["proposal", "(actor)", "(actor)", "note"]
    assert form["always-locator"].value() == "row {row}"
    answer = go_on(as_analyst, "columns")
    assert "Match a column, or say once for all rows: the document: its title." in words(answer.content.decode())
    said_once = {
        "always-source_title": "Record of votes",
        "always-source_type": "hearing",
        "always-said_on": "14.03.2022",
    }
    assert go_on(as_analyst, "columns", **said_once)["Location"] == step("words")
    assert go_on(as_analyst, "words")["Location"] == step("rows")
    assert [place for place, *_ in rows_of(as_analyst)] == [
        "2 (“Russia”)",
        "2 (“United States”)",
        "3 (“United States”)",
    ]
    import_rows(as_analyst, profile_name="")
    stored = Claim.objects.values_list("holder__slug", "proposal__slug", "value", "locator", "note", "said_on")
    day = date(2022, 3, 14)
    assert sorted(stored) == [
        ("russia", "missile-ban", 2, "row 2", "late", day),
        ("us", "missile-ban", -2, "row 2", "late", day),
        ("us", "pull-back", 0, "row 3", "", day),
    ]
    assert Source.objects.get().title == "Record of votes" and not ImportProfile.objects.exists()


def test_good_rows_go_in_and_bad_ones_come_back_to_be_mended(as_analyst, talks):
    rows = [row(), row(stance="perhaps", issue="Pull-back"), row("US", when="2022-13-40"), row("US", "Pull-back")]
    for name, write in (("views.csv", write_csv), ("views.xlsx", write_xlsx)):
        upload(as_analyst, write(rows), name)
        go_on(as_analyst, "columns")
        go_on(as_analyst, "words")
        wrong = [(place, reasons) for place, is_what, reasons in rows_of(as_analyst, "invalid")]
        assert wrong == [
            (
                "3",
                ["Stance: “perhaps” is no whole number from −2 to +2, nor none (the holder spoke and took no stance)."],
            ),
            ("4", ["When: “2022-13-40” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."]),
        ]
        answer = as_analyst.get(step("wrong"))
        assert f'filename="views to mend.{name.rpartition(".")[2]}"' in answer["Content-Disposition"]
        handed_back = b"".join(answer.streaming_content)
        if name == "views.csv":
            assert import_rows(as_analyst, profile_name="Views")["Location"] == step("done")
            assert "2 rows did not go in" in words(as_analyst.get(step("done")).content.decode())
            mended = handed_back.decode("utf-8-sig").replace("perhaps", "support").replace("2022-13-40", "2022-01-13")
            assert (
                mended.splitlines()[0].endswith(",what is wrong")
                and "line 3: Stance: “perhaps”" in handed_back.decode()
            )
            assert upload(as_analyst, mended.encode(), "mended.csv")["Location"] == step("rows")
            assert import_rows(as_analyst)["Location"] == step("done")
    assert Claim.objects.count() == 4


def test_a_changed_row_says_what_it_changes_and_nobody_publishes(as_analyst, analyst, talks):
    source = make_source(title="Minutes", published_on=date(2022, 1, 10))
    common = {"holder": talks.russia, "source": source, "said_on": date(2022, 1, 10), "quote": "", "locator": "p. 1"}
    mine = make_claim(-2, proposal=talks.ban, status="draft", by=analyst, **common)
    public = make_claim(-2, proposal=talks.pullback, **common)
    upload(as_analyst, write_csv([row(), row(issue="Pull-back")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    by_place = {shown.place: shown for shown in as_analyst.get(step("rows")).context["page"]}
    assert by_place["2"].state == "changed" and "value: rejects → supports" in by_place["2"].differences
    (reason,) = by_place["3"].reasons
    assert reason.reason.startswith(f"{public.public_id} is published, and the row would change it")
    import_rows(as_analyst)
    mine.refresh_from_db(), public.refresh_from_db()
    assert (mine.value, mine.status) == (2, "draft") and (public.value, public.status) == (-2, "published")


def test_odd_rows_wait_until_they_are_confirmed(as_analyst, talks):
    make_source(title="Minutes", published_on=date(2022, 1, 1))
    upload(as_analyst, write_csv([row()]))
    go_on(as_analyst, "columns")
    assert go_on(as_analyst, "words")["Location"] == step("rows")
    ((_, is_what, reasons),) = rows_of(as_analyst)
    assert is_what == "to confirm" and "10 Jan 2022" in reasons[0]
    page = as_analyst.get(step("rows"))
    posted = as_shown(page.context["form"]) | {"accept": "on"}
    assert as_analyst.post(step("rows"), posted | {"_check": "yes"})["Location"] == step("rows")
    assert rows_of(as_analyst) == [("2", "new", [])]
    import_rows(as_analyst)
    assert Claim.objects.get().confirmed == "said-later"


def test_what_somebody_changed_meanwhile_is_looked_at_again(as_analyst, talks):
    upload(as_analyst, write_csv([row()]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    page = as_analyst.get(step("rows"))
    posted = as_shown(page.context["form"]) | {"shown": page.context["shown"], "_import": "yes"}
    change(talks.ban, title="Ban of missiles")
    answer = as_analyst.post(step("rows"), posted)
    assert answer["Location"] == step("rows") and "the rows were checked again" in said(answer)
    assert not Claim.objects.exists() and rows_of(as_analyst, "invalid")[0][0] == "2"


def test_a_row_goes_in_once_however_often_the_button_is_pressed(as_analyst, talks):
    upload(as_analyst, write_csv([row()]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    page = as_analyst.get(step("rows"))
    posted = as_shown(page.context["form"]) | {"shown": page.context["shown"], "_import": "yes"}
    assert [as_analyst.post(step("rows"), posted)["Location"] for _ in range(2)] == [step("done")] * 2
    assert Claim.objects.count() == 1


def test_a_file_of_the_exchange_is_not_asked_about(as_analyst, talks):
    heading = ["holder", "proposal", "value", "said_on", "source_title"]
    data = write_csv([["russia", "missile-ban", "-2", "2022-01-10", "Minutes"]], heading=heading)
    assert upload(as_analyst, data)["Location"] == step("rows")
    assert rows_of(as_analyst) == [("2", "new", [])]


def test_a_name_becomes_an_alias_where_a_reviewer_says_so(as_reviewer, talks):
    upload(as_reviewer, write_csv([row("The Kremlin")]))
    go_on(as_reviewer, "columns")
    go_on(as_reviewer, "words")
    go_on(as_reviewer, "names", **{"name-0": "typed", "typed-0": "Russia", "alias-0": "on"})
    import_rows(as_reviewer)
    talks.russia.refresh_from_db()
    assert talks.russia.aliases == "The Kremlin" and Claim.objects.get().holder == talks.russia


def test_an_analyst_is_offered_no_alias_and_gets_none(as_analyst, talks):
    upload(as_analyst, write_csv([row("The Kremlin")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": "Russia", "alias-0": "on"})
    import_rows(as_analyst)
    talks.russia.refresh_from_db()
    assert talks.russia.aliases == "" and Claim.objects.get().holder == talks.russia


def test_what_was_said_of_names_can_be_changed(as_analyst, talks):
    upload(as_analyst, write_csv([row("Atlantis"), row("Lemuria", issue="Rail link")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    form = as_analyst.get(step("names")).context["form"]
    atlantis, lemuria = name_of(form, "actor", "Atlantis"), name_of(form, "actor", "Lemuria")
    rail = name_of(form, "proposal", "Rail link")
    chosen = {f"name-{atlantis}": "new", f"name-{lemuria}": "-", f"name-{rail}": "new"}
    go_on(as_analyst, "names", **chosen)
    form = as_analyst.get(step("names")).context["form"]
    assert [line.choice.value() for line in form.lines] == ["new", "-", "new"]
    go_on(as_analyst, "names", **{f"name-{lemuria}": "typed", f"typed-{lemuria}": "us"})
    import_rows(as_analyst)
    assert sorted(Claim.objects.values_list("holder__name", "proposal__title", "proposal__topic__name")) == [
        ("Atlantis", "Missile ban", "Weapons"),
        ("United States", "Rail link", "Weapons"),
    ]
    assert Proposal.objects.get(title="Rail link").suggestion == "waiting"


def test_a_name_whose_row_is_gone_is_asked_anew(as_analyst, talks):
    columns = {"Who": "holder", "Issue": "proposal", "Stance": "value", "When": "said_on", "Link": "source_url"}
    profile = Profile(
        columns=columns | {"Document": "source_title"},
        words={"value:position": {"support": "2"}},
        names={"actor": {"Lemuria": "lemuria", "The Kremlin": "russia"}},
    )
    make_profile(negotiation=talks.negotiation, matching=profile.to_json())
    assert upload(as_analyst, write_csv([row("Lemuria"), row("The Kremlin")]))["Location"] == step("names")
    assert [each.name for each in as_analyst.get(step("names")).context["form"].unknown] == ["Lemuria"]
    assert go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": "us"})["Location"] == step("rows")
    assert rows_of(as_analyst) == [("2", "new", []), ("3", "new", [])]


def test_a_file_can_be_let_go(as_analyst, talks):
    upload(as_analyst, write_csv([row()]))
    assert as_analyst.get(step("drop"))["Location"] == IMPORT and ImportFile.objects.exists()
    answer = as_analyst.post(step("drop"))
    assert said(answer) == "views.csv is gone; nothing of it was imported." and not ImportFile.objects.exists()


def test_a_preview_is_planned_once_until_anything_is_written(as_analyst, talks, monkeypatch):
    """Pages, tabs and files of a preview cost no new plan, and none shows what does not hold any more."""
    planned = []
    real = import_rows_module.preview_import
    monkeypatch.setattr(import_rows_module, "preview_import", lambda *given: (planned.append(1), real(*given))[1])
    own = make_claim(1, holder=talks.us, proposal=talks.ban, status="draft")
    upload(as_analyst, write_csv([row(), row("US", stance="perhaps")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    for address in (step("rows"), f"{step('rows')}?state=invalid", f"{step('rows')}?page=2", step("wrong")):
        assert as_analyst.get(address).status_code == 200
    assert len(planned) == 1
    shown = as_analyst.get(step("rows")).context["shown"]
    change(own, note="Another draft is changed")
    assert as_analyst.get(step("rows")).context["shown"] == shown and len(planned) == 2
    import_rows(as_analyst)
    assert Claim.objects.count() == 2 and len(planned) == 2
    handed_back = b"".join(as_analyst.get(step("wrong")).streaming_content).decode()
    assert "line 3: Stance: “perhaps”" in handed_back and len(planned) == 2  # what was imported stays as it was shown


def test_other_rows_than_were_looked_at_are_not_imported(as_analyst, analyst, talks):
    """As many rows as before would be written, and yet what they change is another thing."""
    source = make_source(title="Minutes", published_on=date(2022, 1, 10))
    mine = make_claim(
        -2, holder=talks.russia, proposal=talks.ban, source=source, said_on=date(2022, 1, 10), quote="", by=analyst,
        locator="p. 1", status="draft",
    )  # fmt: skip
    upload(as_analyst, write_csv([row()]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    page = as_analyst.get(step("rows"))
    posted = as_shown(page.context["form"]) | {"shown": page.context["shown"], "_import": "yes"}
    change(mine, value=0)
    answer = as_analyst.post(step("rows"), posted)
    assert answer["Location"] == step("rows") and "the rows were checked again" in said(answer)
    mine.refresh_from_db()
    assert mine.value == 0
    (shown,) = as_analyst.get(step("rows")).context["page"]
    assert "value: neutral → supports" in shown.differences


def test_rows_name_actors_and_days_as_readers_know_them(as_analyst, talks):
    upload(as_analyst, write_csv([row("The Kremlin"), row(when="2022-13-40")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": "Russia"})
    by_place = {shown.place: shown for shown in as_analyst.get(step("rows")).context["page"]}
    assert (by_place["2"].cells["holder"], by_place["2"].day) == ("Russia", "10 Jan 2022")
    assert by_place["3"].day == "2022-13-40"


@pytest.mark.parametrize("number", [1, 60])
def test_pages_of_a_file_ask_as_often_however_many_its_rows(as_analyst, talks, number):
    data = write_csv(
        [row("The Kremlin", "Rail link", f"word {n}", when=f"{n % 28 + 1}/01/2022") for n in range(number)]
    )
    upload(as_analyst, data)
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words", **{f"word-value:position-{n}": "1" for n in range(number)})
    go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": "Russia", "name-1": "new"})
    as_analyst.get(step("rows"))  # makes the preview
    asked = {}
    for page in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            assert as_analyst.get(step(page)).status_code == 200, page
        asked[page] = len(queries)
    assert asked == QUERIES


def test_a_profile_asks_as_often_however_much_it_matches(as_analyst, talks, django_assert_num_queries):
    names = {"actor": {f"Name {n}": "russia" for n in range(30)}, "proposal": {"A ban": "missile-ban"}}
    profile = make_profile(negotiation=talks.negotiation, matching=Profile(columns={}, names=names).to_json())
    address = reverse("admin:claims_importprofile_change", args=[profile.pk])
    as_analyst.get(address)  # what is kept of types of rows is kept from here on
    with django_assert_num_queries(PROFILE_QUERIES):
        page = as_analyst.get(address)
    assert page.status_code == 200

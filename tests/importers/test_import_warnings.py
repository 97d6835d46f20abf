"""What is odd about a row is confirmed by the row, or by whoever imports, or nothing is imported."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.models import Claim, Source
from claims.services.write_gate import editing
from tests.importers.claim_files import Files
from tests.make import make_claim

pytestmark = pytest.mark.django_db

LATE = {"said_on": "2022-01-20"}
ODD = (
    "said_on: It was said on 20 Jan 2022, and its source is of 17 Jan 2022: nothing is printed before it is said. "
    "Check both days. If it is right, name “said-later” in the column “confirmed”."
)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def warned(files, *rows, options=(), **write):
    """Import what must be refused; return its warnings, "line: column: reason"."""
    faults = files.refused(*rows, options=options, **write)
    return [fault.removeprefix("warning: claims.csv:") for fault in faults if fault.startswith("warning: ")]


@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_a_late_day_is_named_with_its_line_and_nothing_is_imported(files, name):
    assert files.refused({}, LATE | {"quote": "Later."}, name=name) == [f"warning: {name}:3: {ODD}"]
    assert files.refused(LATE, options=["--dry-run"], name=name) == [f"warning: {name}:2: {ODD}"]


def test_the_command_says_how_many_and_what_to_do(files):
    path = files.write([LATE, LATE | {"quote": "Later.", "value": 9}])
    with pytest.raises(CommandError) as error:
        call_command("import_claims", path)
    assert str(error.value) == (
        "1 invalid, 1 to confirm; nothing was changed. Look at each, then confirm them all with --accept-warnings."
    )


def test_a_row_confirms_its_own_day(files):
    assert files.bring(LATE | {"confirmed": "said-later"}) == (1, 0, 0)
    assert files.claim().confirmed == "said-later"


def test_accepted_warnings_are_confirmed_in_their_claims_alone(files, capsys):
    rows = [{}, LATE | {"quote": "Later."}]
    assert files.bring(*rows, options=["--accept-warnings"]) == (2, 0, 0)
    assert set(Claim.objects.values_list("quote", "confirmed")) == {
        ("No expansion, ever.", ""),
        ("Later.", "said-later"),
    }
    assert files.bring(*rows) == (0, 0, 2)
    call_command("import_claims", files.write([LATE | {"quote": "Last."}]), accept_warnings=True)
    assert "Warnings accepted: 1. Their claims keep them as confirmed." in capsys.readouterr().out


def test_what_does_not_apply_is_not_kept_and_what_is_no_warning_is_a_fault(files):
    files.bring({"confirmed": "said-later"})
    assert files.claim().confirmed == ""
    assert files.bring({"confirmed": "said-later"}) == (0, 0, 1)
    assert files.refused({"confirmed": "sad-later"}) == [
        "2: confirmed: “sad-later” is none of said-later, coded-already, long-quote."
    ]


def test_a_changed_row_keeps_what_was_confirmed_unless_its_day_is_another(files):
    files.bring(LATE | {"confirmed": "said-later"})
    assert files.bring(LATE | {"value": 1}) == (0, 1, 0)
    assert files.claim().confirmed == "said-later"
    row = {"claim": files.claim().public_id, "said_on": "2022-03-14"}
    assert len(warned(files, row)) == 1
    assert files.bring(row, options=["--accept-warnings"]) == (0, 1, 0)


def test_a_new_source_is_judged_by_the_day_that_the_file_gives_it(files):
    late = {"source_title": "New", "source_published_on": "2022-01-19"} | LATE
    assert len(warned(files, late)) == 1
    assert files.bring(late | {"source_published_on": ""}) == (1, 0, 0)


def test_a_hundred_late_days_are_said_ten_times(files):
    rows = [{"quote": f"No {n}.", "said_on": date(2022, 2, 1 + n // 4).isoformat()} for n in range(100)]
    faults = warned(files, *rows)
    assert len(faults) == 11
    assert "likewise" in faults[-1]


def test_a_published_draft_is_judged(files):
    make_claim(
        holder=files.moscow, proposal=files.expansion, value=2, status="draft", source=files.source(),
        quote="No expansion, ever.", said_on=date(2022, 1, 20), said_on_is="exact",
    )  # fmt: skip
    assert files.bring(LATE) == (0, 0, 1)
    assert len(warned(files, LATE, options=["--publish"])) == 1


def test_a_moved_source_is_named_with_its_claims_that_no_row_has(files):
    other = make_claim(source=files.source(), said_on=date(2022, 1, 15))
    row = {"source_published_on": "2022-01-10", "said_on": "2022-01-09"}
    (warning,) = warned(files, row, options=["--update-sources"])
    assert warning.startswith("2: source_published_on: 1 claim of this source was said later than 10 Jan 2022")
    assert Claim.objects.get(pk=other.pk).confirmed == ""
    files.bring(row, options=["--update-sources", "--accept-warnings"])
    assert dict(Claim.objects.values_list("pk", "confirmed"))[other.pk] == "said-later"
    assert Source.objects.get().published_on == date(2022, 1, 10)


def test_a_moved_source_asks_nothing_of_claims_that_move_with_it(files):
    files.bring({})
    assert files.bring({"source_published_on": "2022-01-10"}, options=["--update-sources"]) == (0, 1, 0)
    assert files.claim().said_on == date(2022, 1, 10)


def test_an_export_comes_back_with_what_was_confirmed(files, tmp_path):
    files.bring(LATE | {"confirmed": "said-later"}, options=["--publish"])
    path = tmp_path / "export.csv"
    path.write_bytes(b"".join(formats.stream_csv(exporter.make_claims_table(Claim.objects.all()))))
    assert files.run(path) == (0, 0, 1)
    with editing(None):
        files.claim().delete()
    assert files.run(path) == (1, 0, 0)
    assert files.claim().confirmed == "said-later"


# The same passage again, and a long one

AGAIN = {"quote": "No  expansion, ever.", "value": 1}


def test_a_row_on_a_passage_that_is_coded_already_names_the_claim_and_what_differs(files):
    files.bring({})
    (warning,) = warned(files, AGAIN | {"speaker": "spokesman"}, options=["--add-near"])
    assert warning.startswith(
        f"2: quote: This passage is coded already for this holder on this proposal: “{files.claim().public_id}” "
        "(draft, coded by import): value +2 there, +1 here; another speaker."
    )
    assert files.bring(AGAIN | {"confirmed": "coded-already"}, options=["--add-near"]) == (1, 0, 0)


def test_a_repeat_within_a_file_names_the_line_and_one_of_the_two_confirms_it(files):
    rows = [{}, AGAIN | {"conditions": "if asked"}]
    (warning,) = warned(files, *rows)
    assert "3: quote: " in warning and "“line 2” (of this file): value +2 there, +1 here" in warning
    for confirming in (0, 1):
        confirmed = [row | {"confirmed": "coded-already"} if n == confirming else row for n, row in enumerate(rows)]
        assert files.bring(*confirmed) == (2, 0, 0)
        assert sorted(Claim.objects.values_list("confirmed", flat=True)) == ["", "coded-already"]
        assert files.bring(*confirmed) == (0, 0, 2)
        with editing(None):
            for claim in Claim.objects.all():
                claim.delete()


def test_the_same_claim_again_is_no_repeat_whatever_the_row_changes(files):
    files.bring({})
    assert files.bring({}) == (0, 0, 1)
    assert files.bring({"value": 1, "note": "x"}) == (0, 1, 0)
    assert files.bring({"value": 0, "claim": files.claim().public_id}) == (0, 1, 0)


def test_a_row_that_replaces_a_claim_does_not_repeat_it(files):
    files.bring({"quote": "We'll accept no expansion of any kind, ever."})
    mended = {"quote": "We’ll accept no expansion of any kind, ever."}
    assert files.bring(mended, options=["--replace"]) == (0, 1, 0)
    assert files.claim().confirmed == ""


def test_withdrawn_claims_and_those_of_other_holders_are_not_repeated(files):
    make_claim(
        holder=files.moscow, proposal=files.expansion, source=files.source(), quote=AGAIN["quote"], status="withdrawn"
    )
    assert files.bring({}, {"holder": "kofman"}, options=["--add-near"]) == (2, 0, 0)


def test_a_quote_of_three_sentences_is_a_warning(files):
    row = {"quote": "One. Two. Three."}
    (warning,) = warned(files, row)
    assert warning.startswith("2: quote: The quote has 3 sentences")
    assert files.bring(row | {"confirmed": "long-quote"}) == (1, 0, 0)


def test_both_of_a_row_are_confirmed_together(files):
    files.bring({})
    row = AGAIN | LATE | {"confirmed": "coded-already said-later"}
    assert files.bring(row, options=["--add-near"]) == (1, 0, 0)
    assert Claim.objects.latest("pk").confirmed == "said-later coded-already"


@pytest.mark.parametrize("size", [10, 60])
def test_rows_are_compared_with_a_constant_number_of_queries(files, size):
    rows = [{"quote": f"Passage {number}."} for number in range(size)]
    files.bring(*rows)
    path = files.write([row | {"value": 1, "speaker": "spokesman"} for row in rows])
    with CaptureQueriesContext(connection) as queries:
        assert files.refused(path=path, options=["--dry-run", "--add-near"])
    asked = [query for query in queries if '"claims_claim"."quote"' in query["sql"] and "coder" in query["sql"]]
    assert len(asked) <= 1


def test_thirty_repeats_are_said_ten_times(files):
    rows = [{"quote": f"Passage {number}."} for number in range(30)]
    files.bring(*rows)
    faults = warned(files, *[row | {"speaker": "spokesman"} for row in rows], options=["--add-near"])
    assert len(faults) == 11

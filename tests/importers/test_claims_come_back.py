"""What a file says of a claim comes back to the letter: each of its columns, with whatever people may have typed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.importers.spreadsheet.reader import FILE_TYPES
from claims.importers.spreadsheet.run import import_claims
from claims.models import Claim
from claims.rules.exchange_columns import CLAIM_COLUMNS
from claims.rules.scales import Attribution
from tests.database import undone
from tests.make import make_actor, make_claim, make_proposal, make_source

pytestmark = pytest.mark.django_db

WRITTEN_AND_READ = [extension for extension in formats.FORMATS if f".{extension}" in FILE_TYPES]
TYPED = ("argument", "conditions", "covers", "label", "locator", "note", "prefix", "quote", "suffix", "translation")
HOSTILE = (
    "=1+1",
    "'=a",
    "''-b",
    "@x",
    "-2",
    "_x0041_",
    'a"b;c,d',
    "one\ntwo",
    "one\rtwo",
    "bell\x07",
    "{}",
    "no",
    "none",
    "שלום (1)",
    "<b>&amp;",
    "null",
    "2022-01-10",
    "1,000",
    "one\\two",
    "#N/A!",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=20)
claims = st.fixed_dictionaries(
    dict.fromkeys(("quote", "translation"), texts),
    optional={name: texts for name in TYPED if name not in ("quote", "translation")}
    | {
        "quote_language": st.sampled_from(["ru", "zh-Hant", "en"]),
        "pending": st.booleans(),
        "doubtful": st.booleans(),
        "attribution": st.sampled_from([Attribution.OWN, Attribution.REPORTED, Attribution.ATTRIBUTED]),
        "said_on_is": st.sampled_from(["exact", "loose", "publication"]),
    },
)
prospects = st.fixed_dictionaries(
    {"dimension": st.just("prospects")},
    optional={"by_when": st.dates(), "probability": st.integers(0, 100), "value": st.sampled_from([-2, 0, 2, None])},
)
others = st.fixed_dictionaries({"dimension": st.sampled_from(["position", "salience"]), "value": st.integers(-2, 2)})


def read_claims():
    return list(Claim.objects.order_by("public_id").values("public_id", *CLAIM_COLUMNS))


@pytest.fixture
def hub():
    return make_proposal()


@pytest.fixture
def named():
    """What a claim names besides, which is there before it comes back."""
    return {"holder": make_actor(), "proposal": make_proposal(), "source": make_source()}


@pytest.fixture
def expert():
    return make_actor("expert")


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(typed=claims, scored=prospects | others)
def test_each_column_of_a_claim_comes_back_as_it_was(tmp_path, hub, named, expert, extension, typed, scored):
    if typed.get("pending"):
        scored = scored | {"value": 0}
    if "conditions" in typed:
        typed = typed | {"depends_on": f"!{hub.slug}"}
    if typed.get("attribution") == Attribution.ATTRIBUTED:
        typed = typed | {"speaker": expert}
    later = {"said_on": date(2022, 1, 20), "confirmed": "said-later"}  # than the day of its source
    path = tmp_path / f"claims.{extension}"
    with undone():
        make_claim(**named, **later, **typed | scored)
        before = read_claims()
        table = exporter.make_claims_table(Claim.objects.all(), editor=True)
        path.write_bytes(b"".join(formats.make_download(table, extension, "claims").chunks))
    with undone():
        import_claims(path)
        assert read_claims() == before

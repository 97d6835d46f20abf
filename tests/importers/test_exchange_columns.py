"""Each column of the exchange is declared once: its line makes it read, kept, exported, loaded and explained."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from claims.models import Claim, Source
from claims.rules.exchange_columns import CLAIM_COLUMNS, EXCHANGE_COLUMNS, IMPORT_COLUMNS, SOURCE_COLUMNS, About
from tests.database import make_url
from tests.make import make_claim, make_source

SEED = """
[source]
slug = "seed"
title = "A seed"
published_on = 2022-01-17
text_sha256 = "abc"

[[claim]]
key = "only"
holder = "{holder}"
proposal = "{proposal}"
value = 1
locator = "p. 4"
review_comment = "Of a seed."
"""
TALKS = """
[negotiation]
slug = "talks"
title = "Talks"
short_title = "Talks"
"""


@pytest.mark.django_db(transaction=True)
def test_one_line_is_enough_for_a_column_to_be_exported_imported_and_loaded(tmp_path):
    before = make_claim(review_comment="Typed once.", source=make_source(text_sha256="def"))
    seed = SEED.format(holder=before.holder.slug, proposal=before.proposal.slug)
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "seed.toml").write_text(seed)
    (tmp_path / "talks" / "negotiation.toml").write_text(TALKS)
    environment = {**os.environ, "DATABASE_URL": make_url(), "DATA_DIR": str(tmp_path), "SECRET_KEY": "of-no-use"}
    command = [sys.executable, "-m", "tests.importers.with_more_columns", tmp_path]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    imported = Claim.objects.get(public_id=before.public_id)
    assert imported.pk != before.pk
    assert (imported.review_comment, imported.source.text_sha256) == ("Typed once.", "def")
    loaded = Claim.objects.get(source__slug="seed")
    assert (loaded.review_comment, loaded.source.text_sha256) == ("Of a seed.", "abc")


def test_each_column_stands_for_a_field_that_there_is():
    for name, column in CLAIM_COLUMNS.items():
        assert column.field == name and Claim._meta.get_field(name)
    for name, column in SOURCE_COLUMNS.items():
        assert name in ("source", f"source_{column.field}") and Source._meta.get_field(column.field)
    Claim.objects.values_list(*(column.path for column in EXCHANGE_COLUMNS.values()))  # raises where one leads nowhere
    assert {column.about for column in EXCHANGE_COLUMNS.values()} == set(About)


@pytest.mark.parametrize("heading, columns", [("Claims", EXCHANGE_COLUMNS), ("Importing claims", IMPORT_COLUMNS)])
def test_the_documentation_explains_each_column_of_export_and_import(heading, columns):
    text = (settings.BASE_DIR / "docs" / "exchange.md").read_text(encoding="utf-8")
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    explained = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(explained) == sorted(columns)


def test_the_documentation_tells_which_columns_are_required_and_which_are_for_editors_only():
    text = (settings.BASE_DIR / "docs" / "exchange.md").read_text(encoding="utf-8")
    (required,) = re.findall(r"only (`[^;]*?) must\s+be there", text)
    (for_editors,) = re.findall(r"^\| (`[^|]*) \| for editors only", text, re.MULTILINE)
    columns = IMPORT_COLUMNS.values()
    assert re.findall(r"`(\w+)`", required) == [column.name for column in columns if column.required]
    assert re.findall(r"`(\w+)`", for_editors) == [column.name for column in columns if column.for_editors]

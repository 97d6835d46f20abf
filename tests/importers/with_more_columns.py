"""A process of the tracker in which the exchange has columns more, each by one line of its declaration.

`python -m tests.importers.with_more_columns FOLDER` writes all claims to FOLDER/claims.csv, deletes them and their
sources, imports that file and loads the seed files of FOLDER.
"""

import os
import sys
from pathlib import Path
from types import ModuleType

import django

import claims.rules

LINES = """
    ExchangeColumn("review_comment", About.CLAIM, "review_comment"),
    ExchangeColumn("source_text_sha256", About.SOURCE, "source__text_sha256"),
"""
BEGIN = "_DECLARED = ("


def declare():
    path = Path(claims.rules.__file__).parent / "exchange_columns.py"
    source = path.read_text(encoding="utf-8")
    assert source.count(BEGIN) == 1
    module = ModuleType("claims.rules.exchange_columns")
    module.__package__ = "claims.rules"
    sys.modules[module.__name__] = module
    exec(compile(source.replace(BEGIN, BEGIN + LINES), path, "exec"), module.__dict__)  # noqa: S102 - ours, and a line


def go_round(folder):
    from claims.exporters import claims as exporter
    from claims.exporters import formats
    from claims.importers.seeds.load import load
    from claims.importers.spreadsheet.run import import_claims
    from claims.models import Claim, Source
    from claims.services.write_gate import editing

    path = folder / "claims.csv"
    path.write_bytes(b"".join(formats.stream_csv(exporter.make_claims_table(Claim.objects.all(), editor=True))))
    with editing(None):
        for row in (*Claim.objects.all(), *Source.objects.all()):
            row.delete()
    import_claims(path)
    load(folder, folder)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    declare()
    django.setup()
    go_round(Path(sys.argv[1]))

"""Folders of fixtures, seeds and texts, made for one test and changed by it between two loads."""

import json
import shutil
from datetime import date
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection

from claims.importers.seeds.load import load

# Tables that loading neither reads nor owes anything to.
LOGS = {"django_migrations", "django_session", "django_admin_log"}

WHOSE = {"participant": "actor", "member": "member"}  # by what a row is known that has no slug

TEXT = "Moscow said: “No\u00a0expansion, ever.” Washington did\u00a0not answer.\nNobody asked Brussels.\n"


class Folders:
    """`vocabulary` maps (kind, slug) to fields, `documents` file names to (source, {key: claim}), all as the files have
    them; `broken` maps file names to bytes that replace or join the documents, and paths to those of other files.
    `texts` are files of full text."""

    def __init__(self, root):
        self.root = root
        self.vocabulary = {
            ("negotiation", "talks"): {"title": "Talks", "short_title": "Talks"},
            ("side", "east"): {"name": "East", "negotiates": True},
            ("side", "west"): {"name": "West", "negotiates": True},
            ("actor", "moscow"): {"name": "Moscow", "short_name": "MOW", "kind": "party"},
            ("actor", "washington"): {"name": "Washington", "short_name": "DC", "kind": "party"},
            ("actor", "spokesman"): {
                "name": "Spokesman",
                "short_name": "Sp.",
                "kind": "official",
                "speaks_for": "moscow",
            },
            ("participant", "moscow"): {"side": "east"},
            ("participant", "washington"): {"side": "west"},
            ("topic", "borders"): {"name": "Borders"},
            ("proposal", "no-expansion"): {
                "title": "No expansion",
                "definition": "The alliance stays as it is.",
                "topic": "borders",
                "proposers": ["moscow"],
                "proposed_on": date(2021, 12, 17),
            },
        }
        self.documents = {
            "one.toml": (
                {"slug": "one", "title": "One", "published_on": date(2022, 1, 17)},
                {
                    "never": {"holder": "moscow", "proposal": "no-expansion", "value": 2, "quote": "No expansion"},
                    "silent": {
                        "holder": "washington",
                        "attribution": "reported",
                        "proposal": "no-expansion",
                        "value": 0,
                        "pending": True,
                        "quote": "Washington did not answer",
                    },
                },
            ),
        }
        self.told = {}  # file names to {key: outcome}
        self.worded = {}  # file names to {key: wording}
        self.texts = {}
        self.broken = {}
        self.left_out = None  # the path of a file that is not written

    def source(self, name="one.toml"):
        return self.documents[name][0]

    def claim(self, key="never", name="one.toml"):
        return self.documents[name][1][key]

    def paths(self):
        """Write the folders anew; return them as arguments of a load."""
        files = {
            "fixtures/actors.toml": self._list_rows(["actor", "member"]),
            "seeds/talks/negotiation.toml": self._negotiation(),
        }
        for name, (source, claims) in self.documents.items():
            files[f"seeds/talks/{name}"] = self._seed(
                source, claims, self.told.get(name, {}), self.worded.get(name, {})
            )
        files |= {f"texts/{name}": content for name, content in self.texts.items()}
        files |= {name if "/" in name else f"seeds/talks/{name}": content for name, content in self.broken.items()}
        files.pop(self.left_out, None)
        paths = {folder: self.root / folder for folder in ("fixtures", "seeds", "texts")}
        for path in paths.values():
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if not self.texts:
            del paths["texts"]
        return paths

    def load(self, **options):
        return load(**self.paths(), **options)

    def outcomes(self, **options):
        """Load; return {(kind, key): outcome} of all that was not simply unchanged."""
        return {(m.kind, m.key): str(m.outcome) for m in self.load(**options).merged if m.outcome != "unchanged"}

    def refused(self):
        """Load by the command, which must fail and change nothing; return the faults that it printed."""
        before, printed = dump(), StringIO()
        try:
            call_command("load_seeds", stderr=printed, stdout=StringIO(), no_color=True, **self.paths())
        except CommandError as error:
            faults = printed.getvalue().splitlines()
            assert str(error) == f"{len(faults)} invalid; nothing was changed."
            assert dump() == before
            return [fault.removeprefix("invalid: ") for fault in faults]
        raise AssertionError("It was loaded.")

    def line(self, words, name="one.toml"):
        """Return the number of the first line that holds these words in a file as it was last written."""
        (path,) = self.root.rglob(name)
        return next(n for n, line in enumerate(path.read_text().split("\n"), 1) if words in line)

    def _negotiation(self):
        kinds = ("side", "participant", "topic", "proposal", "event")
        fields = {"slug": "talks", **self.vocabulary["negotiation", "talks"]}
        return f"{_table('[negotiation]', fields)}\n\n{self._list_rows(kinds)}"

    def _list_rows(self, kinds):
        """Write the rows of these kinds; a part of an actor or a membership is known by this, and by its first day."""
        named = ((kind, slug, fields) for (kind, slug), fields in self.vocabulary.items() if kind in kinds)
        blocks = [
            _table(f"[[{kind}]]", {WHOSE[kind]: slug.partition(" ")[0]} if kind in WHOSE else {"slug": slug}, fields)
            for kind, slug, fields in named
        ]
        return "\n\n".join(blocks) + "\n"

    def _seed(self, source, claims, told, worded):
        blocks = [_table("[source]", source)]
        blocks += [_table("[[wording]]", {"key": key, **fields}) for key, fields in worded.items()]
        blocks += [_table("[[claim]]", {"key": key, **fields}) for key, fields in claims.items()]
        blocks += [_table("[[outcome]]", {"key": key, **fields}) for key, fields in told.items()]
        return "\n\n".join(blocks) + "\n"


def dump():
    """Return all that the database holds, but for logs: {table: [row, …]}."""
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - LOGS):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            tables[table] = sorted(repr(row) for row in cursor.fetchall())
    return tables


def _table(header, *fields):
    said = {name: value for some in fields for name, value in some.items()}
    return "\n".join([header, *(f"{name} = {_toml(value)}" for name, value in said.items() if value is not None)])


def _toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)

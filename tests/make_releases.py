"""Releases with a file that is no package; `claims.releasing.make` makes real ones."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from claims.exporters.data_package.write import write_package
from claims.services.releases import NewRelease, store_release
from tests.make import numbers, opened, the_negotiation


def make_release(negotiation=None, by=None, package=b"a data package", **fields):
    """Store a release with these bytes as its package."""
    told = {"title": f"Round {next(numbers)}", "notes": "", "day": date(2022, 3, 1), "made_with": "0.2.0"}
    new = NewRelease(negotiation or the_negotiation(), **told | {"verdicts": {}} | fields)
    with NamedTemporaryFile() as file, opened(by) as gate:
        file.write(package)
        file.flush()
        return store_release(gate, new, Path(file.name))


def pack():
    """Return the data package of the talks."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "talks.zip"
        write_package(the_negotiation(), path, lambda name, total: nullcontext(lambda count: None))
        return path.read_bytes()

"""What the proposals of files are part of, once all of them are there: a package may stand below its parts."""

from collections.abc import Mapping

from ...models import Proposal
from ...rules.vocabulary_columns import PART_OF
from ...services.packages import Place, Places, find_circles, read_places, set_packages
from ...wording.packages import write_circle
from ..errors import FileError
from .merge import Merge, WantedRow


def put_in_packages(merge: Merge, placed: Mapping[int, WantedRow], proposals: Mapping[str, Proposal]) -> None:
    """Put the saved proposals (by key) into the packages that their files name; note a fault for each package that
    there is not, and each proposal that would be within itself."""
    wanted: dict[int, Places] = {}
    for key, row in placed.items():
        own = row.row.topic.negotiation.slug
        its = {one.package: proposals.get(f"{own}/{one.package}") for one in row.packages or ()}
        merge.faults += [
            _blame(row, f"There is no proposal “{slug}”, here or in the database.")
            for slug, package in its.items()
            if package is None
        ]
        wanted[key] = {
            package.pk: Place(one.where, one.order) for one in row.packages or () if (package := its[one.package])
        }
    titles = {proposal.pk: proposal.title for proposal in proposals.values()}
    circles = list(find_circles(read_places(), wanted))
    merge.faults += [_blame(placed[key], write_circle([titles[at] for at in way])) for key, way in circles]
    if not merge.faults:
        set_packages(merge.gate, wanted)


def _blame(row: WantedRow, reason: str) -> FileError:
    return FileError(row.file, row.lines.get(PART_OF, row.lines[""]), PART_OF, reason)

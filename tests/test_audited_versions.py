"""What `make audit` says: never that all is well where nobody was asked."""

import json

import pytest

from tests.audited_versions import tell

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
FAULTY = {**SOUND, "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.20"]}]}


@pytest.mark.parametrize(
    ("code", "printed", "told", "ends", "said"),
    [
        (0, {"dependencies": [SOUND]}, "", 0, "No fault is known of the 1 locked versions."),
        (1, {"dependencies": [FAULTY]}, "Found 1", 1, "django 5.2.19: PYSEC-1, mended in 5.2.20"),
        (1, None, "ERROR: Dependency not found on PyPI and could not be audited\n", 2, "Nothing was checked"),
        (1, None, "", 2, "Nothing was checked"),
        (0, None, "", 2, "Nothing was checked"),
    ],
)
def test_what_pip_audit_found_is_told_and_that_it_could_not_ask(code, printed, told, ends, said):
    exit_code, lines = tell(code, json.dumps(printed) if printed else "", told)
    assert exit_code == ends and lines[0].startswith(said)

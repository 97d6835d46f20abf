"""Each line of SECURITY.md names a test that there is."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROWS = re.findall(
    r"^\| (?!what could|---)(.+?) \| (.+?) \| `(.+?)` \|$", (HOUSE / "SECURITY.md").read_text(), re.MULTILINE
)


def test_the_table_is_read():
    assert len(ROWS) >= 25 and len({attack for attack, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("attack", "holds", "test"), ROWS, ids=[attack for attack, _, _ in ROWS])
def test_what_is_held_names_a_test_that_there_is(attack, holds, test):
    path, _, name = test.partition("::")
    assert f"def {name}(" in (HOUSE / path).read_text() if name else (HOUSE / path).is_file()

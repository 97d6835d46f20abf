"""The database of a release is whole or not there, whatever its package is."""

from datetime import date

import pytest

from claims.releasing.databases import NotMade, find_database, get_folder, prepare_release
from claims.releasing.frozen_release import FrozenRelease


def test_of_a_broken_package_no_database_is_made(tmp_path, capfd):
    package = tmp_path / "broken.zip"
    package.write_bytes(b"PK\x03\x04 and no more")
    release = FrozenRelease("talks", 7, date(2022, 1, 10), package, "7" * 64)
    with pytest.raises(NotMade, match="Release 7 of talks cannot be opened"):
        prepare_release(release)
    assert "broken.zip" in capfd.readouterr().err
    assert not find_database(release).exists() and not list(get_folder().glob("7*"))

import pytest

from .seed_folders import Folders


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path)


@pytest.fixture(scope="module")
def rows(share_rows, tmp_path_factory):
    with share_rows(Folders(tmp_path_factory.mktemp("loaded")).load):
        yield


@pytest.fixture
def loaded(folders, rows):
    """Folders that were loaded once and hold a change besides, which no refused load may bring in."""
    folders.claim("silent")["note"] = "A valid change."
    return folders

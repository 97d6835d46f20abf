import pytest

from .seed_folders import Folders


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path)

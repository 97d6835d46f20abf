import stat
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.http import HttpRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_logins(settings, tmp_path):
    """Return a function that runs the command in a data folder of its own, and returns what it printed."""
    settings.DATA_DIR = tmp_path

    def run():
        call_command("demo_logins", stdout=(printed := StringIO()))
        return printed.getvalue()

    return run


def passwords(printed):
    return {words[-3]: words[-1] for words in map(str.split, printed.splitlines())}


def test_each_role_gets_a_login_that_works(demo_logins):
    for username, password in passwords(demo_logins()).items():
        user = authenticate(HttpRequest(), username=username, password=password)
        assert user.is_staff and not user.is_superuser
        assert [f"demo-{group.name}" for group in user.groups.all()] == [username]
    assert get_user_model().objects.count() == 2


def test_second_run_shows_the_same_and_changes_nothing(demo_logins):
    first = demo_logins()
    get_user_model().objects.filter(username="demo-analyst").delete()
    assert demo_logins() == first
    assert get_user_model().objects.count() == 1


def test_passwords_are_for_the_owner_of_the_folder_only(demo_logins, tmp_path):
    demo_logins()
    assert stat.S_IMODE((tmp_path / "demo-logins.txt").stat().st_mode) == 0o600


def test_lost_file_is_explained(demo_logins, tmp_path):
    demo_logins()
    (tmp_path / "demo-logins.txt").unlink()
    assert "changepassword demo-analyst" in demo_logins()


def test_file_of_an_earlier_database_is_replaced(demo_logins):
    first = demo_logins()
    get_user_model().objects.all().delete()
    assert demo_logins() != first


def test_a_site_for_others_gets_no_logins_with_passwords_in_a_file(demo_logins, settings):
    settings.FOR_OTHERS = True
    with pytest.raises(CommandError, match="ALLOWED_HOSTS is set, so this site is for others"):
        demo_logins()
    assert not get_user_model().objects.exists()
    with pytest.raises(CommandError, match="ALLOWED_HOSTS is set"):
        call_command("prepare_demo")

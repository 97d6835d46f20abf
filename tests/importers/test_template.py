"""A folder to begin a negotiation with: it loads as it is, under the name of its folder, and says what its rows are."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.importers.seeds.template import FILES
from claims.models import Claim, Negotiation, Proposal

pytestmark = pytest.mark.django_db


def write(folder):
    said = StringIO()
    call_command("new_negotiation", folder, "--template", stdout=said)
    return said.getvalue()


def load_from(seeds, *names):
    call_command("load_seeds", *names, seeds=seeds, stdout=StringIO())


def test_it_loads_as_it_is_and_is_called_as_its_folder_is(tmp_path, client):
    told = write(tmp_path / "fish-quotas")
    assert f"manage.py load_seeds fish-quotas --seeds {tmp_path}" in told
    load_from(tmp_path, "fish-quotas")
    negotiation = Negotiation.objects.get()
    assert (negotiation.slug, negotiation.public) == ("fish-quotas", False)
    assert Claim.objects.published().filter(proposal__negotiation=negotiation).count() == 4


def test_two_of_them_stand_beside_each_other(tmp_path):
    write(tmp_path / "fish-quotas")
    write(tmp_path / "borders")
    load_from(tmp_path)
    assert set(Negotiation.objects.values_list("slug", flat=True)) == {"fish-quotas", "borders"}
    assert Proposal.objects.filter(slug="export-corridor").count() == 2


def test_an_actor_that_two_of_them_describe_otherwise_is_told(tmp_path):
    write(tmp_path / "fish-quotas")
    write(tmp_path / "borders")
    file = tmp_path / "fish-quotas" / "negotiation.toml"
    file.write_text(file.read_text().replace('name = "Turkey"', 'name = "Türkiye"', 1))
    told = StringIO()
    with pytest.raises(CommandError, match="1 invalid"):
        call_command("load_seeds", seeds=tmp_path, stdout=StringIO(), stderr=told)
    assert "fish-quotas/negotiation.toml" in told.getvalue() and "“turkey” stands twice" in told.getvalue()


def test_it_loads_twice_as_once(tmp_path):
    write(tmp_path / "fish-quotas")
    load_from(tmp_path)
    once = list(Claim.objects.values_list("public_id", "version"))
    load_from(tmp_path)
    assert list(Claim.objects.values_list("public_id", "version")) == once


def test_in_the_folder_of_seeds_its_name_is_enough(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    told = write(tmp_path / "seeds" / "borders")
    assert told.endswith("manage.py load_seeds borders\n")


def test_each_of_its_rows_is_explained():
    for example in FILES.values():
        lines = (settings.BASE_DIR / "docs" / example).read_text().splitlines()
        claims = [place for place, line in enumerate(lines) if line == "[[claim]]"]
        assert all(lines[place - 1].startswith("# ") for place in claims), example


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Fish Quotas", "such as fish-quotas"),
        ("search", "The site has a page “search”"),
        ("рыба", "such as ryba"),
        ("-", "can be no name of a negotiation"),
        ("f" * 50, "40 at most"),
    ],
)
def test_a_name_that_can_be_none_is_refused(tmp_path, name, reason):
    with pytest.raises(CommandError, match=reason):
        write(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_written_over(tmp_path):
    folder = tmp_path / "fish-quotas"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        write(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    file = tmp_path / "borders"
    file.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        write(file)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Not a directory"):
        write(tmp_path / "file" / "fish-quotas")

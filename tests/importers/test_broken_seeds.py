"""Broken files of seeds: each is refused with its line and field, by the commands and by the page that starts a
negotiation, and the database stays as it is."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.importers.broken_seeds import ACTORS, DOCUMENTS, NEGOTIATIONS, SOURCE, TEXTS
from tests.importers.refusing import has, refuse
from tests.importers.seed_folders import dump
from tests.make import make_user
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db

# Where each kind of file of seeds lies, and what faults call it.
SEEDS = {
    "seeds/talks/two.toml": ("talks/two.toml", DOCUMENTS),
    "seeds/talks/negotiation.toml": ("talks/negotiation.toml", NEGOTIATIONS),
    "fixtures/more.toml": ("more.toml", ACTORS),
    "texts/bad.txt": ("bad.txt", TEXTS),
}
OF_SEEDS = [
    pytest.param(path, broken[name], id=f"{path}-{name}") for path, (_, broken) in SEEDS.items() for name in broken
]
OF_ONE = [pytest.param(NEGOTIATIONS[name], id=name) for name in NEGOTIATIONS]


@pytest.mark.parametrize(("path", "broken"), OF_SEEDS)
def test_a_broken_file_of_seeds_is_refused_at_its_line_and_field(loaded, path, broken):
    loaded.broken[path] = broken.content
    if path.startswith("texts/"):
        loaded.texts = {"good.txt": "Words."}
    said = "\n".join(f"invalid: {fault}" for fault in loaded.refused())
    assert has(said, SEEDS[path][0], broken), said


@pytest.mark.parametrize("broken", OF_ONE)
def test_a_broken_file_starts_no_negotiation(loaded, tmp_path, broken):
    path = tmp_path / "new.toml"
    path.write_bytes(broken.content.replace(b'slug = "talks"', b'slug = "talks-2"').replace(b'"Talks"', b'"Talks 2"'))
    said = refuse("new_negotiation", path)
    assert has(said, "new.toml", broken), said


@pytest.mark.parametrize("way", ["file", "text"])
@pytest.mark.parametrize("broken", OF_ONE)
def test_the_page_starts_none_and_keeps_what_was_typed(client, loaded, broken, way):
    client.force_login(make_user("reviewer", is_superuser=True, is_staff=True))
    content = broken.content.replace(b'slug = "talks"', b'slug = "talks-2"').replace(b'"Talks"', b'"Talks 2"')
    typed = content.decode(errors="replace")
    given = {"file": SimpleUploadedFile("new.toml", content)} if way == "file" else {"text": typed}
    before = dump()
    answer = client.post(reverse("admin:claims_negotiation_start"), given)
    page = answer.content.decode()
    assert answer.status_code == 200 and dump() == before
    if not content:
        assert "Choose a file, or type its text." in page or "empty" in page
    elif way == "file" or "not UTF-8" not in broken.reason:
        assert f"ine {broken.line}" in words(page) and broken.column in words(page)
        assert " ".join(broken.reason.split()) in words(page)
        assert "not UTF-8" in broken.reason or typed.partition("\0")[0].splitlines()[-2][:20] in words(page)


FOLDERS = ("seeds/talks/two.toml", "fixtures/more.toml", "texts/bad.txt")


@pytest.mark.parametrize("path", FOLDERS)
@pytest.mark.parametrize("kind", ["folder", "circle", "nowhere"])
def test_what_is_no_file_is_named(loaded, path, kind):
    loaded.texts = {"good.txt": "Words."}
    paths = loaded.paths()
    there = loaded.root / path
    if kind == "folder":
        there.mkdir()
    else:
        there.symlink_to(there if kind == "circle" else loaded.root / "nothing")
    said = refuse("load_seeds", *(f"--{name}={folder}" for name, folder in paths.items()))
    assert f"invalid: {SEEDS[path][0]}: cannot be read: " in said


@pytest.mark.parametrize("folder", ["seeds/talks", "fixtures"])
def test_a_file_of_seeds_whose_name_is_no_text_is_refused(loaded, folder):
    paths = loaded.paths()
    Path(os.fsdecode(os.path.join(os.fsencode(loaded.root / folder), b"caf\xe9.toml"))).write_text(SOURCE)
    said = refuse("load_seeds", *(f"--{name}={path}" for name, path in paths.items()))
    assert "caf�.toml: has a name that is not UTF-8: rename it." in said

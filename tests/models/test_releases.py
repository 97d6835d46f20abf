"""A release never changes: neither the code nor the database lets anybody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from claims.models import DataVersion, GateClosed, Release, ReleaseChunk, ReleaseFile
from claims.models.releases import BYTES_A_CHUNK, STATIC_COPY, ReleaseChanged
from claims.services.releases import NotStored, store_static_copy
from claims.services.write_gate import editing
from tests.make import make_negotiation
from tests.make_releases import make_release

pytestmark = pytest.mark.django_db

LARGE = b"0123456789abcdef" * (BYTES_A_CHUNK // 16) + b"the rest"
MODELS = [Release, ReleaseFile, ReleaseChunk]


def test_a_file_is_read_as_it_was_stored_in_parts_of_a_megabyte():
    (file,) = make_release(package=LARGE).files.all()
    assert [len(part) for part in file.read()] == [BYTES_A_CHUNK, len(b"the rest")]
    assert b"".join(file.read()) == LARGE
    assert file.size == len(LARGE) and file.sha256 == file.release.sha256


def test_releases_are_counted_in_each_negotiation():
    numbers = [make_release(package=b"1").number, make_release(package=b"2").number]
    assert [*numbers, make_release(make_negotiation()).number] == [1, 2, 1]


def test_a_release_of_what_has_not_changed_is_refused():
    make_release(title="First", package=b"1")
    with pytest.raises(NotStored, match="Nothing that is published has changed since release 1, “First”."):
        make_release(package=b"1")
    assert Release.objects.count() == 1


def test_a_release_is_news_to_the_pages_of_its_negotiation():
    talks = make_negotiation()
    before = DataVersion.read_all().of(talks.pk)
    make_release(talks)
    assert DataVersion.read_all().of(talks.pk).number > before.number


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_code_changes_or_deletes_it(model):
    make_release()
    row = model.objects.get()
    with editing(None):
        for write in (
            row.save,
            row.delete,
            model.objects.all().delete,
            lambda: model.objects.update(pk=1),
            lambda: model.objects.bulk_update([row], ["id"]),
        ):
            with pytest.raises(ReleaseChanged):
                write()
    with pytest.raises(GateClosed):
        model().save()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_the_database_refuses_it_whoever_asks(model, sql):
    make_release()
    before = list(model.objects.values())
    with (
        pytest.raises(DatabaseError, match="releases never change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(model._meta.db_table))
    with pytest.raises(DatabaseError, match="releases never change"), transaction.atomic():
        QuerySet(model).update(id=7)
    assert list(model.objects.values()) == before


def test_the_database_lets_nothing_be_added_to_a_file_that_is_whole():
    (file,) = make_release().files.all()
    with pytest.raises(DatabaseError, match="a file of a release is whole"), transaction.atomic(), editing(None):
        ReleaseChunk(file=file, number=1, data=b"more").save()
    assert b"".join(file.read()) == b"a data package"


def test_a_static_copy_is_added_once(tmp_path):
    release, path = make_release(), tmp_path / "site.zip"
    path.write_bytes(b"pages")
    copy = store_static_copy(release, path)
    assert (copy.kind, copy.size, b"".join(copy.read())) == (STATIC_COPY, 5, b"pages")
    with pytest.raises(NotStored, match="has a static copy already, and that never changes"):
        store_static_copy(release, path)
    assert release.files.count() == 2


def test_a_negotiation_with_releases_stays():
    talks = make_negotiation()
    make_release(talks)
    with pytest.raises(ProtectedError), editing(None, "not wanted"):
        talks.delete()


@pytest.mark.parametrize("fields", [{"number": 0}, {"title": ""}, {"number": 1}])
def test_the_database_refuses_a_release_without_number_or_name_or_of_a_number_that_is_taken(fields):
    release = make_release()
    values = {"negotiation": release.negotiation, "number": 2, "title": "Next", "day": timezone.localdate()}
    with pytest.raises(DatabaseError), transaction.atomic(), editing(None):
        Release(**values | fields).save()


def test_the_database_refuses_a_file_of_another_kind_or_a_second_of_one_kind():
    release = make_release()
    for kind in ("letter", "package"):
        with pytest.raises(DatabaseError), transaction.atomic(), editing(None):
            ReleaseFile(release=release, kind=kind, name="a.zip", size=1).save()

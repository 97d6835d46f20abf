"""The index follows every write, outlives every migration, and is made anew only when it has to be."""

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from claims.search import index
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.search_follows import assert_every_write_is_followed, found


@pytest.mark.django_db
def test_every_write_is_followed():
    assert_every_write_is_followed()


@pytest.mark.django_db
def test_names_are_followed_too():
    actor, proposal, source = make_actor(), make_proposal(), make_source()
    claim = make_claim(holder=actor, proposal=proposal, source=source)
    with editing(None):
        actor.name, proposal.definition, source.origin = "Alpha", "Beta.", "Gamma"
        for row in (actor, proposal, source):
            row.save()
    assert found("alpha beta gamma") == [claim]
    assert not found(f'"source {source.pk}" agency')


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_found():
    with pytest.raises(RuntimeError), transaction.atomic():
        make_claim(quote="Alpha.")
        raise RuntimeError
    assert not found("alpha")


@pytest.mark.django_db(transaction=True)
def test_search_works_after_a_later_migration_rebuilt_the_table():
    before = make_claim(quote="Before.")
    added = models.CharField(max_length=5, db_default="")
    added.set_attributes_from_name("later")
    added.model = Claim
    with connection.schema_editor() as editor:  # on SQLite: a new table, to which no trigger belongs
        editor.add_field(Claim, added)
    Claim._base_manager.filter(pk=before.pk).update(quote="Meanwhile.")
    call_command("migrate", verbosity=0)
    assert found("meanwhile") == [before] and not found("before")
    assert_every_write_is_followed()
    with connection.schema_editor() as editor:
        editor.remove_field(Claim, added)
    call_command("migrate", verbosity=0)
    assert_every_write_is_followed()


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_change_a_searched_column():
    claim = make_claim(label="Submarines")
    old, new = Claim._meta.get_field("label"), models.TextField(blank=True)
    new.set_attributes_from_name("label")
    new.model = Claim
    for first, second in ((old, new), (new, old)):
        index.stand_aside(plan=["a migration"])
        with connection.schema_editor() as editor:
            editor.alter_field(Claim, first, second)
        index.set_up()
        assert found("submarines") == [claim]
    assert_every_write_is_followed()


@pytest.mark.django_db(transaction=True)
def test_search_works_after_a_flush():
    make_claim(quote="Before.")
    call_command("flush", interactive=False, verbosity=0)
    assert not found("before")
    assert_every_write_is_followed()


@pytest.mark.django_db
def test_migrating_again_builds_nothing():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        index.set_up()
    assert not [q["sql"] for q in queries if "CREATE" in q["sql"] and "FUNCTION" not in q["sql"]]
    assert not [q["sql"] for q in queries if q["sql"].startswith("DROP")]


@pytest.mark.django_db
def test_an_index_of_an_earlier_release_is_made_anew():
    claim = make_claim(quote="Before.")
    with connection.cursor() as cursor:
        index.get_engine(connection).remove(cursor, index.CLAIMS)
        index.get_engine(connection).set_up(cursor, index.CLAIMS._replace(columns=("conditions",)))
        index.set_up()
    assert found("before") == [claim]
    assert_every_write_is_followed()


@pytest.mark.django_db
def test_a_rebuilt_index_finds_what_it_found():
    claim = make_claim(quote="Before.")
    index.rebuild()
    assert found("before") == [claim]
    assert_every_write_is_followed()


@pytest.mark.django_db(transaction=True)
def test_a_bulk_load_builds_the_index_once_at_its_end():
    make_claim(quote="Before.")
    with index.rebuild_at_the_end():
        loaded = make_claim(quote="Loaded.")
    assert found("loaded") == [loaded] and found("before")
    assert_every_write_is_followed()


@pytest.mark.django_db(transaction=True)
def test_a_bulk_load_that_fails_leaves_the_index_as_it_was():
    before = make_claim(quote="Before.")
    with pytest.raises(RuntimeError), index.rebuild_at_the_end():
        make_claim(quote="Loaded.")
        raise RuntimeError
    assert found("before") == [before] and not found("loaded")
    assert_every_write_is_followed()

import gc
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.template import Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered

from claims import queries
from claims.importers.seeds.load import load
from tests import database, known_states, migrated_once
from tests.legs import ON_A_DATABASE
from tests.make import the_negotiation
from tracker.middleware.costly_files import KEPT

FOLDER = Path(__file__).parent

# Rules, words, drawings, files that are read or written, and the code as text: what these tests say is no other on
# another database.
WITHOUT_DATABASE = {
    "exporters/test_formats.py",
    "exporters/test_graphs.py",
    "exporters/test_lists.py",
    "exporters/test_records.py",
    "importers/documents",
    "importers/references/test_files_of_records.py",
    "importers/test_letters.py",
    "importers/test_repeated_keys.py",
    "models/test_days.py",
    "models/test_mentions.py",
    "models/test_open_upgrades.py",
    "models/test_stored_days.py",
    "queries/test_reading_replicas.py",
    "reader/test_list_view.py",
    "reader/test_others_strip.py",
    "reader/test_widgets.py",
    "releasing/test_packed_tables.py",
    "rendering",
    "rules",
    "test_assertions.py",
    "test_audited_versions.py",
    "test_compose_file.py",
    "test_database_away.py",
    "test_deploy_files.py",
    "test_deployment_guide.py",
    "test_freed_memory.py",
    "test_known_states.py",
    "test_layout.py",
    "test_read_only_files.py",
    "test_settings.py",
    "test_several_hosts.py",
    "test_slow_clients.py",
    "test_stock_messages.py",
    "test_templates.py",
    "test_whole_files.py",
    "wording",
}

# No property is timed: on a busy machine an example takes as long as it takes.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
# `make mutants` asks whether an example fails, not which is the smallest, and has the same examples in each run.
hypothesis.settings.register_profile(
    "mutants",
    parent=hypothesis.settings.get_profile("untimed"),
    database=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile("untimed")


def tell_leg(path):
    """Return the markers that choose the tests of this file or folder."""
    place = path.relative_to(FOLDER)
    if place.parts[:1] == ("browser",):
        return "browser"
    within = {str(around) for around in (place, *place.parents)}
    return "without_database" if WITHOUT_DATABASE & within else ON_A_DATABASE


def holds_both(folder):
    """Whether some of the tests of a folder need no database."""
    return any(folder in (FOLDER / place).parents for place in WITHOUT_DATABASE)


def pytest_ignore_collect(collection_path, config):
    """Where the tests of one leg are asked for, import no others: that takes longer than to run some legs."""
    leg = config.option.markexpr
    if leg in ("browser", "without_database", ON_A_DATABASE) and not holds_both(collection_path):
        return tell_leg(collection_path) != leg or None
    return None


def pytest_collection_modifyitems(items):
    for item in items:
        if tell_leg(item.path) == "without_database":
            if "db" in item.fixturenames or item.get_closest_marker("django_db"):
                raise pytest.UsageError(f"{item.nodeid} asks a database, and so belongs to another file.")
            item.add_marker("without_database")
        elif item.get_closest_marker("without_database"):
            raise pytest.UsageError(f"{item.nodeid} would run in no leg: name its file in WITHOUT_DATABASE.")
    # First and in one stretch, so that one worker has them: what migrating makes known is kept in its memory.
    items.sort(key=lambda item: "migrating" not in item.fixturenames)


def run_test(item, nextitem):
    return item.config.pluginmanager.get_plugin("runner").pytest_runtest_protocol(item, nextitem)


# CPython keeps the frames of calls in pieces of 16 KB: where calls come and go over the end of one, each takes a new
# one from the system and gives it back, thousands of times in a test. This frame claims half a large piece, and leaves
# the other half to all calls within.
run_test.__code__ = run_test.__code__.replace(co_stacksize=33_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return run_test(item, nextitem)


def pytest_collection_finish():
    """Modules and tests stay to the end: do not look through them for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def pages_alone_keep_their_context(django_test_environment):
    """For tests, Django copies the context of each template, of which a page includes hundreds. Tests read that of the
    page."""

    def render(template, context):
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session")
def drawing_once(request):
    """Keep the models of each migration from the first that migrates, where tests that migrate follow in this process:
    the first worker has these."""
    worker = getattr(request.config, "workerinput", {"workerid": "gw0"})["workerid"]
    follow = any("migrating" in item.fixturenames for item in request.session.items)
    with known_states.draw_once() if follow and worker == "gw0" else nullcontext():
        yield


@pytest.fixture(scope="session")
def migrating(drawing_once):
    """For tests that migrate: what one of them made known of migrations, the others need not find out again."""
    with nullcontext() if known_states.are_kept() else known_states.draw_once():
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request, tmp_path_factory, django_db_blocker, django_test_environment, django_db_modify_db_settings, drawing_once
):
    """Make the test database. Once a test has committed what it wrote, put it back whole: that is quicker than to empty
    each table, and undoes what was done to tables too."""
    of_this_run = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        of_this_run = of_this_run.parent  # of all workers
    cache = getattr(request.config, "cache", None)
    of_all_runs = cache.mkdir("migrated") if cache else of_this_run
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: database.restore(database.MIGRATED))
        with ExitStack() as stack:
            with django_db_blocker.unblock():
                stack.enter_context(migrated_once.set_up(of_all_runs, of_this_run))
            yield
            with django_db_blocker.unblock():
                stack.close()


@pytest.fixture
def seeded(transactional_db):
    """The site as a newcomer finds it: the vocabulary and the coded documents."""
    return database.enter("seeded", lambda: load(settings.BASE_DIR / "seeds", settings.BASE_DIR / "fixtures"))


@pytest.fixture(scope="session")
def share_rows(django_db_setup, django_db_blocker):
    """Return a context in which rows that `make` makes are there for each test, which takes back only its own.

    It is for modules without tests that commit: what is shared is not committed either.
    """

    @contextmanager
    def share(make):
        around_all = transaction.atomic()
        with django_db_blocker.unblock():
            around_all.__enter__()
        try:
            with django_db_blocker.unblock():
                forget_all_kept()  # by tests before it: fixtures of a module come before those of a test
                made = make()
            yield made
        finally:
            with django_db_blocker.unblock():
                transaction.set_rollback(True)
                around_all.__exit__(None, None, None)

    return share


@pytest.fixture
def one_negotiation(request):
    """A negotiation for what is asked of its pages, in tests that have a database."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")  # the marker's own: what is made is undone with the rest
        the_negotiation()


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test has a database that begins anew, and its data version with it."""
    forget_all_kept()


def forget_all_kept():
    """Forget what this process keeps of any version of the data."""
    queries.forget_all()
    KEPT.forget()

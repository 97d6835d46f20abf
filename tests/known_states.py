"""Migrating again and again, with the models of each step drawn once.

Django draws models anew between any two operations, as they are then: that is most of what a migration takes. What they
are follows from the operations before, so whoever goes the same way again is handed the same models.

But for models that are older than those of the step before: whoever began further on drew them first. SQLite's tables
have their columns by the age of the fields, so an altered one would stand before those that were there.
"""

from collections import defaultdict
from contextlib import contextmanager
from itertools import count

import pytest
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState, StateApps

# No link leads to or from their models, and backups were made before or after some of their migrations: each state has
# its own of these, wherever it is on the way.
APART = ("axes", "sessions", "people", "otp_static", "otp_totp")


_drawings = count(1)
_beginnings = []  # where ways begin, of each that draws once; the innermost counts


class Step:
    """A place on the way through operations: its models, once they were drawn, and where it goes on."""

    def __init__(self):
        self.apps, self.is_delayed = None, False  # delayed: some models lead to others as these were before
        self.whole = None  # its models, when none is delayed
        self.drawn = 0  # which of all drawings that was
        self.then = defaultdict(Step)  # operation → the place after it


class KnownOperation:
    """An operation of a migration that takes the models after it from what is known."""

    def __init__(self, operation):
        self.operation = operation

    def __getattr__(self, name):
        return getattr(self.operation, name)

    @property
    def __class__(self):
        return type(self.operation)

    def state_forwards(self, app_label, state):
        before = state.__dict__.get("apps")
        step = state.step if app_label in APART else state.step.then[self.operation]
        if step is state.step or not before or not step.apps or step.drawn < state.step.drawn:
            self.operation.state_forwards(app_label, state)
            if before:
                step.apps, step.is_delayed = state.apps.clone(), state.is_delayed
                if step is not state.step:
                    step.drawn, step.whole = next(_drawings), None
        else:
            del state.apps
            self.operation.state_forwards(app_label, state)  # draws nothing
            state.apps, state.is_delayed = _copy(step.apps, before), step.is_delayed
        state.step = step


def _copy(known, before):
    """Return a copy of known models, with those apart as they were before."""
    apps = known.clone()
    for label in APART:
        apps.all_models[label].clear()
        for model in before.all_models[label].values():
            apps.register_model(label, model)
    return apps


@contextmanager
def draw_once():
    """Keep the models of each step of all migrating inside: some hundred megabytes. Within another, none of its models
    are handed out."""
    with pytest.MonkeyPatch.context() as patch:
        if not _beginnings:
            _patch(patch)
        _beginnings.append(defaultdict(Step))
        try:
            yield
        finally:
            _beginnings.pop()


def are_kept():
    return bool(_beginnings)


def _patch(patch):
    init, init_migration, clone = ProjectState.__init__, Migration.__init__, ProjectState.clone

    def init_with_known_operations(migration, *args):
        init_migration(migration, *args)
        migration.operations = [KnownOperation(operation) for operation in migration.operations]

    def init_at_a_beginning(state, models=None, real_apps=None):
        init(state, models, real_apps)
        state.step = Step() if models else _beginnings[-1][frozenset(state.real_apps)]

    def clone_in_place(state):
        copy = clone(state)
        copy.step = state.step
        return copy

    def draw_the_whole(state):
        if "apps" not in state.__dict__:
            return
        if state.is_delayed:
            state.step.whole = state.step.whole or StateApps(state.real_apps, state.models)
            state.apps = _copy(state.step.whole, state.apps)
        for model in state.apps.all_models["contenttypes"].values():
            model.objects.clear_cache()  # of what it met in another database

    patch.setattr(Migration, "__init__", init_with_known_operations)
    patch.setattr(ProjectState, "__init__", init_at_a_beginning)
    patch.setattr(ProjectState, "clone", clone_in_place)
    patch.setattr(ProjectState, "clear_delayed_apps_cache", draw_the_whole)

"""Models that are drawn once are such as Django would draw anew, whichever part of the way was gone first."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from tests import known_states

OPERATIONS = [
    migrations.CreateModel("Box", [("label", models.CharField(max_length=10)), ("size", models.IntegerField())]),
    migrations.AlterField("box", "label", models.CharField(max_length=20)),
]


def go(drawn_from):
    """Go through the operations, with models drawn before the one of this place; return them before and after the last
    one."""
    state, steps = ProjectState(), []
    migration = migrations.Migration("0001", "claims")
    for number, operation in enumerate(migration.operations):
        if number == drawn_from:
            state.apps  # noqa: B018 - asking draws them
        before = state.apps.get_model("claims", "box") if number else None
        operation.state_forwards("claims", state)
        steps.append(before)
    return steps[-1], state.apps.get_model("claims", "box")


def test_an_altered_field_is_younger_than_those_beside_it_though_its_step_was_drawn_first(monkeypatch):
    monkeypatch.setattr(migrations.Migration, "operations", OPERATIONS)
    with known_states.draw_once():
        go(drawn_from=1)
        before, after = go(drawn_from=0)
        size, label = before._meta.get_field("size"), after._meta.get_field("label")
        assert label.max_length == 20 and label.creation_counter > size.creation_counter
        assert go(drawn_from=0)[1] is after

"""Who works in a negotiation."""

import pytest

from claims.rules.teams import works_in


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(("user", "is_editor", "works"), [(1, True, True), (3, True, False), (1, False, False)])
def test_with_a_team_only_editors_who_are_in_it_work_there(public, user, is_editor, works):
    assert works_in(public, {1, 2}, user, is_editor) == works


def test_without_a_team_every_editor_works_there():
    assert works_in(True, (), 3, True) and works_in(False, (), 3, True)


def test_of_who_is_no_editor_permissions_decide_where_it_is_public_and_has_no_team():
    assert works_in(True, (), 3, False) and not works_in(False, (), 3, False) and not works_in(False, (), None, False)

"""Who works in a negotiation, and who may read it."""

from collections.abc import Collection


def works_in(public: bool, team: Collection[int], user: int | None, is_editor: bool) -> bool:
    """Whether somebody may work in a negotiation as far as their role goes: with a team, an editor who is in it; else
    every editor. In one that is public and has no team, permissions alone say who does what."""
    if team:
        return is_editor and user in team
    return is_editor or public

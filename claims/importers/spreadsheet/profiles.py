"""Profiles that were kept → how they read files today."""

from ...models import ImportProfile, OldAddress
from ...rules.import_profiles import Profile
from .additions import MODELS
from .own_rows import NamedProfile


def read_named(kept: ImportProfile) -> NamedProfile:
    """Return a profile with the slugs of today (two queries): rows that it names may have been merged since."""
    return NamedProfile(kept.name, follow_old_names(kept.read(), kept.negotiation_id))


def name_rows(kept: ImportProfile, kind: str) -> dict[str, str]:
    """Return name of a profile → the name of the row that it stands for (three queries); slugs that no row has any more
    stay as they are."""
    names = read_named(kept).profile.names.get(kind, {})
    rows = MODELS[kind]._default_manager.filter(slug__in={*names.values()})
    if kind == "proposal":
        rows = rows.filter(negotiation=kept.negotiation_id)
    called = {row.slug: str(row) for row in rows}
    return {name: called.get(slug, slug) for name, slug in names.items()}


def follow_old_names(profile: Profile, negotiation: int) -> Profile:
    """Return a profile whose names stand for the rows into which those that it knew were merged (at most two
    queries)."""
    meant = {kind: set(names.values()) for kind, names in profile.names.items()}
    old = OldAddress.objects.filter(slug__in=meant.get("actor", ())).exclude(actor=None)
    moved = {("actor", slug): now for slug, now in old.values_list("slug", "actor__slug")}
    old = OldAddress.objects.filter(negotiation=negotiation, slug__in=meant.get("proposal", ())).exclude(proposal=None)
    here = old.filter(proposal__negotiation=negotiation)
    moved |= {("proposal", slug): now for slug, now in here.values_list("slug", "proposal__slug")}
    if not moved:
        return profile
    names = {
        kind: {name: moved.get((kind, slug), slug) for name, slug in of_kind.items()}
        for kind, of_kind in profile.names.items()
    }
    return profile._replace(names=names)

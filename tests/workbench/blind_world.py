"""A batch that two analysts and a reviewer code, with a marker in all that one of them wrote, and all pages on which it
might stand."""

from typing import NamedTuple

from django.contrib import admin
from django.urls import reverse

from claims.models import Actor, BatchCoder, BlindCoding
from claims.models.history import Versioned
from claims.services.blind_codings import save_blind
from tests.make import make_batch, make_claim, make_user, the_negotiation
from tests.workbench.sent import QUOTE

MARKER, SOUGHT = "blindmarker", "blindmark"  # what is sought finds it, and stands on the page that finds nothing
TEXTS = ("locator", "conditions", "covers", "argument", "translation", "note", "label")
NAMED_BY_CLAIMS = ("holder", "speaker", "proposal")


class BlindWorld(NamedTuple):
    """The batch, its document, its coders, a reviewer who does not code in it, and what the first coder wrote."""

    batch: object
    source: object
    ann: object
    ben: object
    rita: object
    vera: object
    coding: object
    draft: object


def make_blind_world(source, world):
    """Let Ann code and draft with a marker in every text; Ben, and the reviewer Rita who codes too, have not begun."""
    ann = make_user("analyst", "ann-codes")
    ben, rita, vera = make_user("analyst", "ben"), make_user("reviewer", "rita"), make_user("reviewer", "vera")
    batch = make_batch([source], [ann, ben, rita], title="Twice")
    coder = BatchCoder.objects.get(batch=batch, user=ann)
    said = {name: f"{MARKER} {name}" for name in TEXTS}
    holder = Actor.objects.get(slug="east")
    coding = BlindCoding(
        coder=coder, source=source, holder=holder, speaker=holder, proposal=world, value=-1, quote=QUOTE, **said
    )
    coding.said_on = source.published_on
    save_blind(coding, user=ann)
    draft = make_claim(source=source, quote=QUOTE, proposal=world, holder=holder, status="draft", by=ann, **said)
    return BlindWorld(batch, source, ann, ben, rita, vera, coding, draft)


def at_batch(world, page="batch", *more):
    return reverse(f"workbench:{page}", args=[the_negotiation().slug, world.batch.public_id, *more])


def list_addresses(world):
    """Yield every page on which a coder might come upon what another one did."""
    talks = the_negotiation()
    yield from (reverse(f"workbench:{page}", args=[talks.slug]) for page in ("documents", "names", "batches"))
    yield from (reverse(f"workbench:{page}", args=[talks.slug, world.source.slug]) for page in ("code",))
    yield from (at_batch(world), at_batch(world, "blind-code", world.source.slug))
    yield from (at_batch(world, page) for page in ("compare", "download-codings"))
    for page in ("matrix", "claims", "proposals", "actors", "coverage", "timeline", "changes", "contradictions"):
        yield talks.get_address(page)
    yield f"{talks.get_address('claims')}?format=csv"
    yield reverse("claims:source", args=[world.source.slug])
    yield f"{reverse('claims:search')}?q={SOUGHT}"
    yield reverse("admin:index")
    for model, one in admin.site._registry.items():
        if issubclass(model, Versioned):
            name = f"admin:claims_{model._meta.model_name}"
            yield from (reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q={SOUGHT}")
            if hasattr(one, "deleted_view"):
                yield reverse(f"{name}_deleted")
    for row in (world.source, world.coding.holder, world.coding.proposal, talks):
        name = f"admin:claims_{row._meta.model_name}"
        yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete"))
    if world.draft.pk:
        yield from (reverse(f"admin:claims_claim_{page}", args=[world.draft.pk]) for page in ("change", "history"))
    for field in NAMED_BY_CLAIMS:
        named = f"app_label=claims&model_name=claim&field_name={field}&term={SOUGHT}"
        yield f"{reverse('admin:autocomplete')}?{named}"

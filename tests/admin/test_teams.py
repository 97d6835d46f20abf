"""Editors work in negotiations without a team and in those whose team they are in: of others the admin shows nothing,
and answers as if there were none."""

import re
from collections import defaultdict
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.urls import reverse

from claims.admin.inlines import VersionedInline
from claims.admin.teams import find_path, list_links
from claims.models import Claim, Negotiation
from claims.models.history import Versioned
from claims.models.mentions import MENTIONS
from tests.admin.forms import actor_posted, errors, posted, said, source_posted, url
from tests.make import hold_text, make_claim, make_source, make_user
from tests.secret_talks import MARKER, make_secret_talks, set_team
from tests.walk import make_world

pytestmark = pytest.mark.django_db

SECRET = re.compile(rf"{MARKER}[ -]\w")
OURS = {model: one for model, one in admin.site._registry.items() if issubclass(model, Versioned)}
NO_KEY = 987654321


@pytest.fixture(scope="module")
def made(share_rows):
    def make():
        world = make_world(2)
        return world, make_secret_talks(world)

    with share_rows(make) as made:
        yield made


@pytest.fixture(params=["analyst", "reviewer"])
def outsider(request, client):
    client.raise_request_exception = False
    client.force_login(make_user(request.param))
    return client


@pytest.fixture
def member(client, made):
    client.force_login(made[1].member)
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code < 500, address
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def say_once(client, answer):
    """Return the messages of an answer, which no later page shows then."""
    told = said(answer)
    client.cookies.pop("messages", None)
    return told


def list_secret_rows(secret):
    """Return each row of the negotiation that has a page in the admin, and what occurs only there."""
    rows = [row for row in secret if type(row) in OURS]
    for model in OURS:
        path = find_path(model)
        if path and model is not Negotiation:
            rows += model._base_manager.filter(**{path: secret.negotiation.pk})
    return dict.fromkeys(rows)


def list_links_between_ours():
    """Yield (model name, field) of each field by which rows of the admin name others."""
    for model in OURS:
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if field.is_relation and field.related_model in OURS:
                yield model._meta.model_name, field


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_each_model_of_the_admin_says_of_which_negotiation_its_rows_are(model):
    """A new one says it itself (`TO_NEGOTIATION`), is shared (`MENTIONS`), or hangs on rows that say it."""
    assert find_path(model) or model in MENTIONS or list_links(model)
    for inline in OURS[model].inlines:
        assert issubclass(inline, VersionedInline) and (find_path(inline.model) or list_links(inline.model))


def list_named(secret):
    """Return {model name: {field: key of something secret}} of the links to it that rows of the admin may have."""
    named = defaultdict(dict)
    for name, field in list_links_between_ours():
        row = next((row for row in secret if type(row) is field.related_model), None)
        if row:
            named[name][field.name] = row.pk
    return named


def list_lookups(client, name, named):
    """Yield queries that narrow a list by what is named: by each of its filters, and by all that it does not take."""
    lookups = {f"{field}{exact}": key for field, key in named.items() for exact in ("", "__id__exact")}
    filters = client.get(url("changelist", model=name)).context["cl"].filter_specs
    taken = lookups.keys() & {parameter for spec in filters for parameter in spec.expected_parameters()}
    yield from ({lookup: lookups.pop(lookup)} for lookup in taken)
    yield lookups


def list_addresses(client, world, secret):
    """Yield every page of the admin that is there, with the filters and presets that might tell of what is not."""
    yield reverse("admin:index")
    yield reverse("admin:claims_source_rereads")
    for row in (world.holder, world.proposal, world.source, world.claim, world.proposal.topic):
        for page in ("change", "history", "delete"):
            yield url(page, row.pk, model=row._meta.model_name)
        yield url("version", row.pk, row.version, model=row._meta.model_name)
    for model in OURS:
        name = model._meta.model_name
        yield from (url("changelist", model=name), url("changelist", model=name) + f"?q={MARKER}")
        yield from (url("add", model=name), url("deleted", model=name))
    for name, named in list_named(secret).items():
        yield f"{url('add', model=name)}?{urlencode(named)}"
        yield from (f"{url('changelist', model=name)}?{urlencode(q)}" for q in list_lookups(client, name, named))
    yield url("changelist", model="source") + "?reread=yes"
    yield url("changelist", model="actor") + "?principal=yes"
    yield f"{reverse('admin:claims_claim_move')}?claims={secret.claim.pk}"


def test_no_page_of_the_admin_shows_anything_of_it_to_others(outsider, made):
    assert [address for address in list_addresses(outsider, *made) if SECRET.search(read(outsider, address))] == []


def test_no_chooser_offers_anything_of_it_to_others(outsider, made):
    for model, field in list_links_between_ours():
        for term in (MARKER, ""):
            query = {"app_label": "claims", "model_name": model, "field_name": field.name, "term": term}
            answer = outsider.get(reverse("admin:autocomplete"), query)
            assert answer.status_code in (200, 403, 404) and MARKER not in answer.content.decode(), (model, field)
    wordings = outsider.get(reverse("admin:claims_wording_of_proposal"), {"proposal": made[1].proposal.pk})
    assert wordings.json() == {"wordings": []}


def test_a_row_of_it_is_answered_as_one_that_is_not_there(outsider, made):
    def answered(model, key):
        for page in ("change", "history", "delete"):
            address = url(page, key, model=model)
            for answer in (outsider.get(address), outsider.post(address, {"_save": "Save"})):
                told = say_once(outsider, answer).replace(str(key), "KEY")
                yield answer.status_code, answer.headers.get("Location", "").replace(str(key), "KEY"), told

    nothing, different = {}, {}
    for row in list_secret_rows(made[1]):
        model = row._meta.model_name
        nothing.setdefault(model, [*answered(model, NO_KEY)])
        if [*answered(model, row.pk)] != nothing[model]:
            different[model] = [*answered(model, row.pk)], nothing[model]
    assert different == {}


@pytest.mark.parametrize("step", ["transition", "correct"])
def test_no_claim_of_it_is_moved_on_or_corrected_by_others(outsider, made, step):
    def answered(key, name):
        answer = outsider.post(url(step, key), {"transition": name, "version": 1, "remark": "Why"})
        return answer.status_code, say_once(outsider, answer).replace(str(key), "KEY")

    for claim in Claim.objects.filter(proposal=made[1].proposal):
        before = claim.version, claim.status, claim.corrections.count()
        for name in Claim.TRANSITIONS:
            assert answered(claim.pk, name) == answered(NO_KEY, name)
        claim = Claim.objects.get(pk=claim.pk)
        assert (claim.version, claim.status, claim.corrections.count()) == before


def test_no_action_of_a_list_takes_a_row_of_it(outsider, made):
    chosen = {"action": "export_selected", "_selected_action": [made[1].claim.pk], "select_across": "0"}
    answer = outsider.post(url("changelist"), chosen)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert MARKER not in body.decode()


def test_its_text_is_not_read_by_others(outsider, made):
    source = made[1].source
    assert outsider.get(url("text", source.pk, source.text_sha256, model="source")).status_code == 404


def test_its_team_sees_all_of_it(member, made):
    world, secret = made
    for row in list_secret_rows(secret):
        assert member.get(url("change", row.pk, model=row._meta.model_name)).status_code == 200, row
    for model in ("negotiation", "side", "topic", "proposal", "actor", "participant", "source", "claim", "wording"):
        assert SECRET.search(read(member, url("changelist", model=model))), model
    for row in (world.source, world.holder):
        assert SECRET.search(read(member, url("change", row.pk, model=row._meta.model_name))), row
    query = {"app_label": "claims", "model_name": "claim", "field_name": "proposal", "term": MARKER}
    assert MARKER in member.get(reverse("admin:autocomplete"), query).content.decode()


def test_a_superuser_sees_all(as_superuser, made):
    assert SECRET.search(read(as_superuser, url("changelist")))


def test_a_form_that_names_a_row_of_it_is_told_that_there_is_none(client, made):
    world, secret = made
    client.force_login(make_user("reviewer"))
    draft = make_claim(status="draft", holder=world.holder, proposal=world.proposal)
    for name in ("source", "holder", "speaker", "proposal"):
        row = secret.party if name in ("holder", "speaker") else getattr(secret, name)
        for pair in ((row.pk, NO_KEY), (row.slug, "nothing-there")):
            answers = [client.post(url("change", draft.pk), posted(draft, **{name: typed})) for typed in pair]
            texts = [errors(answer)[name].replace(str(typed), "…") for answer, typed in zip(answers, pair, strict=True)]
            assert texts[0] == texts[1]
            assert not SECRET.search(answers[0].content.decode().replace(str(pair[0]), "…"))


def test_conditions_name_no_proposal_of_it(client, made):
    world, secret = made
    client.force_login(make_user("reviewer"))
    draft = make_claim(status="draft", holder=world.holder, proposal=world.proposal)
    for key in (secret.proposal.pk, NO_KEY):
        answer = client.post(url("change", draft.pk), posted(draft, conditions="asked", depends_on_granted=[key]))
        assert MARKER not in answer.content.decode() and errors(answer).keys() == {"depends_on"}
    told = []
    for typed in (secret.proposal.slug, "nothing-there"):
        for data in (posted(draft, proposal=""), {"conditions": "asked"}):
            data = {**data, "conditions": "asked", "depends_on_granted-typed": typed}
            for address in (url("change", draft.pk), url("add")):
                told.append(
                    {name: text.replace(typed, "…") for name, text in errors(client.post(address, data)).items()}
                )
    assert told[:4] == told[4:]


def test_a_name_that_a_row_of_it_has_is_taken_and_no_more_is_said(client, made):
    secret = made[1]
    expert = actor_posted(name=secret.expert.name, short_name="E", kind="expert", slug="e")
    client.force_login(make_user("reviewer"))
    told = errors(client.post(url("add", model="actor"), expert))["name"]
    assert "is taken: write another one" in told and secret.expert.slug not in told
    data = {"title": secret.negotiation.title, "short_title": "New", "slug": "new", "order": 0, "version_shown": 0}
    answer = client.post(url("add", model="negotiation"), data)
    assert "is taken" in errors(answer)["title"]
    assert secret.negotiation.slug not in answer.content.decode()
    client.force_login(secret.member)
    assert secret.expert.slug in errors(client.post(url("add", model="actor"), expert))["name"]


def test_a_text_on_which_unseen_quotes_rest_is_kept_and_they_are_not_named(client, made):
    world, secret = made
    source = make_source()
    make_claim(status="draft", holder=world.holder, proposal=world.proposal, source=source, quote="", locator="p. 1")
    hidden = make_claim(holder=world.holder, proposal=secret.proposal, source=source, quote="Secret words.")
    hold_text(source, "Secret words.")
    for user, named in ((make_user("reviewer"), False), (secret.member, True)):
        client.force_login(user)
        data = source_posted(source, text="Other.", reason="why")
        told = errors(client.post(url("change", source.pk, model="source"), data))["text"]
        assert ("Quotes that you do not see" in told, hidden.public_id in told) == (not named, named)


def test_what_unseen_rows_use_is_not_deleted_and_they_are_not_counted(client, made):
    world, secret = made
    client.force_login(make_user("reviewer"))
    source = make_source()
    make_claim(holder=world.holder, proposal=secret.proposal, source=source)
    make_claim(status="draft", holder=world.holder, proposal=world.proposal, source=source)
    answer = client.post(url("delete", source.pk, model="source"), {"post": "yes"})
    assert said(answer).endswith("it is used by 1 claim and rows that you do not see.")


def test_no_row_of_it_is_chosen_to_be_merged_or_moved(client, made):
    world, secret = made
    client.force_login(make_user("reviewer"))
    for model, page, field, row in (
        ("actor", "merge", "into", secret.expert),
        ("source", "merge", "into", secret.source),
        ("proposal", "merge", "into", secret.proposal),
        ("proposal", "move_claims", "proposal", secret.proposal),
        ("proposal", "move", "topic", secret.topic),
    ):
        own = {"actor": world.holder, "source": world.source, "proposal": world.proposal}[model]
        address = reverse(f"admin:claims_{model}_{page}", args=[own.pk])
        assert not SECRET.search(read(client, address)), address
        for typed in (row.pk, row.slug):
            answer = client.post(address, {field: typed, "reason": "why"})
            assert answer.context["form"].errors.keys() & {field}, address
            assert not SECRET.search(answer.content.decode().replace(str(typed), "…")), address


def test_a_public_one_with_a_team_is_no_work_of_others(client, made):
    world, secret = made
    set_team(world.proposal.negotiation, secret.member)
    client.force_login(make_user("reviewer"))
    assert client.get(url("change", world.claim.pk)).status_code == 302
    assert world.claim.public_id not in read(client, url("changelist"))
    for row in (world.holder, world.source):  # whom every visitor sees
        assert client.get(url("change", row.pk, model=row._meta.model_name)).status_code == 200

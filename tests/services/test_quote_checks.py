"""A quote is looked for once a save, whoever saves: in a long text it takes a second."""

from datetime import date

import pytest

from claims.models import Claim, PendingChange
from claims.models.source_texts import sha256
from claims.rules import quotes
from claims.services import corrections
from claims.services.review import transition
from tests.admin.forms import posted, source_posted, url
from tests.importers.seed_folders import TEXT as SEED_TEXT
from tests.importers.seed_folders import Folders
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = "Moscow demands guarantees. Talks go on. Nobody knows for how long."


@pytest.fixture
def checked(monkeypatch):
    """The quotes that are looked for, in their order; clear it before what is to be counted."""
    looked_for = []
    locate = quotes.locate

    def counting(quote, *passage):
        looked_for.append(quote)
        return locate(quote, *passage)

    monkeypatch.setattr(quotes, "locate", counting)
    return looked_for


@pytest.fixture
def source(db):
    return make_source(text=TEXT)


@pytest.fixture
def coder(client):
    user = make_user("analyst")
    client.force_login(user)
    return user


def make_new(source):
    party = make_actor()
    claim = {"holder": party, "speaker": party, "proposal": make_proposal(), "value": 1, "said_on": date(2022, 1, 10)}
    return Claim(source=source, quote="Talks go on.", **claim)


@pytest.mark.parametrize("submitted", [{}, {"_submit": "1"}])
def test_once_where_a_claim_is_added(client, coder, source, checked, submitted):
    assert client.post(url("add"), posted(make_new(source), **submitted)).status_code == 302
    assert checked == ["Talks go on."]
    assert Claim.objects.get().quote_state == "exact"


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_once_where_a_claim_is_changed(client, source, checked, status):
    user = make_user("reviewer")
    client.force_login(user)
    claim = make_claim(source=source, quote="Talks go on.", status=status, by=user)
    checked.clear()
    data = posted(claim, quote="Moscow demands guarantees.", reason="a better passage")
    assert client.post(url("change", claim.pk), data).status_code == 302
    assert checked == ["Moscow demands guarantees."]


@pytest.mark.parametrize("way", ["page", "list"])
def test_once_where_a_claim_is_published(client, source, checked, way):
    client.force_login(make_user("reviewer"))
    claim = make_claim(source=source, quote="Talks go on.", status="in-review")
    checked.clear()
    if way == "page":
        client.post(url("transition", claim.pk), {"transition": "publish", "version": claim.version})
    else:
        chosen = {"action": "publish_selected", "_selected_action": claim.pk, "index": 0}
        client.post(url("changelist"), {**chosen, f"version-{claim.pk}": claim.version})
    assert Claim.objects.get().status == "published"
    assert checked == ["Talks go on."]


def test_once_where_a_correction_is_published(source, checked):
    claim, analyst = make_claim(source=source, quote="Talks go on."), make_user("analyst")
    draft = corrections.propose(claim, user=analyst, version=claim.version)
    draft = transition(draft, "submit", user=analyst, version=draft.version)
    checked.clear()
    transition(draft, "publish", user=make_user("reviewer"), version=draft.version)
    assert checked == ["Talks go on."]


@pytest.mark.parametrize("status", ["draft", "published"])
def test_once_each_where_a_source_gets_a_new_text(client, coder, source, checked, status):
    for quote in ("Talks go on.", "Nobody knows"):
        make_claim(source=source, quote=quote, status=status)
    checked.clear()
    data = source_posted(source, text=f"As we reported. {TEXT}", reason="the whole of it")
    assert client.post(url("change", source.pk, model="source"), data).status_code == 302
    assert sorted(checked) == ["Nobody knows", "Talks go on."]
    for change in PendingChange.objects.all():  # of a source that readers see
        checked.clear()
        transition(change, "publish", user=make_user("reviewer"), version=change.version)
        assert sorted(checked) == ["Nobody knows", "Talks go on."]
    assert source.read_text() == f"As we reported. {TEXT}"
    assert set(Claim.objects.values_list("quote_state", flat=True)) == {"exact"}


def test_never_where_a_source_keeps_its_text(client, coder, source, checked):
    make_claim(source=source, quote="Talks go on.", status="draft")
    checked.clear()
    assert client.post(url("change", source.pk, model="source"), source_posted(source, title="New")).status_code == 302
    assert checked == []


@pytest.mark.parametrize("later", [False, True])
def test_once_each_where_seeds_are_loaded_and_their_texts_attached(tmp_path, checked, later):
    folders = Folders(tmp_path)
    folders.source()["sha256"] = sha256(SEED_TEXT)
    if later:
        folders.load()
    checked.clear()
    folders.texts = {"text.txt": SEED_TEXT}
    folders.load()
    assert len(checked) == Claim.objects.count() == 2
    assert set(Claim.objects.values_list("quote_state", flat=True)) == {"normalised"}
    checked.clear()
    folders.load()
    assert checked == []

"""Two rows that mean the same, made one: what moves, what changes, what is refused, and what nothing happens to."""

from datetime import date

import pytest

from claims.models import (
    Actor,
    Claim,
    EditorialNote,
    Outcome,
    Part,
    Participant,
    PendingChange,
    Proposal,
    SearchRecord,
    Source,
    Topic,
    Wording,
)
from claims.queries.vocabulary_effects import compare_standings, read_standing
from claims.rules.scales import Attribution, VerdictKind
from claims.services import corrections, review, vocabulary
from claims.services.vocabulary_merges import MERGED, VocabularyMerge
from claims.services.write_gate import Refused
from tests.make import (
    change,
    make_actor,
    make_change,
    make_claim,
    make_member,
    make_negotiation,
    make_outcome,
    make_part,
    make_participant,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db

MAKERS = {Actor: make_actor, Proposal: make_proposal, Topic: make_topic, Source: make_source}


@pytest.fixture
def reviewer():
    return make_user("reviewer", username="rea")


def merge(gone, kept, user=None, **options):
    act = VocabularyMerge(type(gone), gone.pk, kept.pk)
    return vocabulary.carry_out(act, user=user, reason="they mean the same", **options)


def refusal(gone, kept):
    before = snapshot()
    with pytest.raises(Refused) as refused:
        merge(gone, kept)
    assert snapshot() == before
    return str(refused.value)


def snapshot():
    """Return all rows of all that a merge may touch."""
    models = (Actor, Claim, EditorialNote, Outcome, Part, Participant, Proposal, SearchRecord, Source, Topic, Wording)
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def now(row):
    return type(row).objects.get(pk=row.pk)


def say_why(row):
    return row.history.latest("history_id").history_change_reason


def make_pair():
    """Make two proposals of one topic, so that nothing else differs between them."""
    topic = make_topic()
    return make_proposal(topic=topic, title="Freeze of patrols"), make_proposal(topic=topic, title="Patrol freeze")


# Whatever is merged


@pytest.mark.parametrize("model", MERGED)
def test_the_one_goes_the_other_stays_and_the_history_says_why(model, reviewer):
    gone, kept, bystander = (MAKERS[model](**({"side": None} if model is Actor else {})) for _ in range(3))
    report = merge(gone, kept, reviewer)
    assert report.row == kept and not model.objects.filter(pk=gone.pk).exists()
    why = f"merged “{gone}” into “{kept}”: they mean the same"
    last = model.history.filter(id=gone.pk).latest("history_id")
    assert (last.history_type, last.history_change_reason, last.history_user) == ("-", why, reviewer)
    assert say_why(kept) == why and now(bystander).version == bystander.version


@pytest.mark.parametrize("model", MERGED)
@pytest.mark.parametrize("role", ["analyst", None])
def test_nobody_but_a_reviewer_merges(model, role):
    gone, kept = MAKERS[model](), MAKERS[model]()
    with pytest.raises(Refused, match="Only a reviewer may merge"):
        merge(gone, kept, make_user(role))
    assert model.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("model", MERGED)
def test_nothing_is_merged_without_a_reason_or_into_itself(model):
    gone, kept = MAKERS[model](), MAKERS[model]()
    with pytest.raises(Refused, match="Say why"):
        vocabulary.carry_out(VocabularyMerge(model, gone.pk, kept.pk), user=None, reason=" ")
    assert "not merged into itself" in refusal(kept, kept)


@pytest.mark.parametrize("model", MERGED)
def test_every_way_to_name_a_row_names_the_other_afterwards(model):
    """Whatever comes to name actors, proposals, topics and sources is moved too, or refused: it never hinders."""
    gone = MAKERS[model]()
    named = {relation.related_model for relation in gone._meta.related_objects}
    assert named, "nothing names it"
    if model is Actor:
        make_claim(holder=gone), make_search(holder=gone), make_remark(holder=gone)
        make_proposal(proposers=[gone]), make_wording(authors=[gone]), make_actor(kind="official", speaks_for=gone)
    if model is Proposal:
        make_claim(proposal=gone), make_outcome(proposal=gone), make_wording(gone), make_search(proposal=gone)
        make_remark(proposal=gone), make_proposal(variant_of=gone), make_part(gone), make_part(part=gone)
    if model is Topic:
        make_proposal(topic=gone)
    if model is Source:
        make_claim(source=gone), make_outcome(source=gone), make_wording(source=gone)
    kept = MAKERS[model](**({"side": None} if model is Actor else {}))
    report = merge(gone, kept)
    assert report.moved
    for relation in kept._meta.related_objects:
        name = relation.field.name
        assert not relation.related_model._base_manager.filter(**{name: gone.pk}).exists()


def test_a_look_ahead_changes_nothing_and_tells_what_is_done(reviewer):
    gone, kept = make_pair()
    claims = [make_claim(proposal=gone), make_claim(proposal=gone, status="draft"), make_claim(proposal=kept)]
    before = snapshot()
    act = VocabularyMerge(Proposal, gone.pk, kept.pk)
    looked = vocabulary.preview(act, user=reviewer, read=lambda: Claim.objects.filter(proposal=kept).count())
    assert snapshot() == before and (looked.before, looked.after) == (1, 3)
    done = merge(gone, kept, reviewer, digest=looked.report.digest)
    told, did = ({one.model: {row.pk for row in one.rows} for one in report.moved} for report in (looked.report, done))
    assert told == did and told[Claim] == {claim.pk for claim in claims[:2]}


def test_what_was_changed_since_the_look_ahead_is_looked_at_again(reviewer):
    gone, kept = make_pair()
    claim = make_claim(proposal=gone)
    act = VocabularyMerge(Proposal, gone.pk, kept.pk)
    looked = vocabulary.preview(act, user=reviewer, read=lambda: None)
    change(claim, note="another word")
    with pytest.raises(Refused, match="look again at what moves"):
        merge(gone, kept, reviewer, digest=looked.report.digest)
    assert now(claim).proposal == gone


# Proposals


def test_of_two_proposals_claims_of_every_status_move_and_none_is_lost(reviewer):
    gone, kept = make_pair()
    for status in ("draft", "in-review", "returned", "published", "withdrawn"):
        make_claim(proposal=gone, status=status)
    other = make_claim()
    before = {claim.public_id: (claim.status, claim.coder, claim.written_by) for claim in Claim.objects.all()}
    merge(gone, kept, reviewer)
    assert {claim.public_id: (claim.status, claim.coder, claim.written_by) for claim in Claim.objects.all()} == before
    assert kept.claims.count() == 5 and now(other).version == other.version
    assert all(claim.history.count() == 2 for claim in kept.claims.all())


def test_of_two_proposals_the_names_of_both_stay():
    gone, kept = make_pair()
    change(gone, aliases="Stand-still\nPause")
    merge(gone, kept)
    assert now(kept).aliases.splitlines() == ["Freeze of patrols", "Stand-still", "Pause"]


def test_all_that_hangs_on_a_proposal_moves():
    gone, kept = make_pair()
    hanging = [
        make_outcome(proposal=gone),
        make_search(proposal=gone),
        make_remark(proposal=gone),
        make_wording(gone),
    ]
    variant, package, part = make_proposal(variant_of=gone), make_part(part=gone), make_part(package=gone)
    by = make_actor()
    with_proposer = make_proposal(proposers=[by])
    merge(gone, kept)
    assert all(now(row).proposal == kept for row in hanging)
    assert now(variant).variant_of == kept and now(package).part == kept and now(part).package == kept
    merge(with_proposer, kept)
    assert list(kept.proposers.all()) == [by]


def test_conditions_that_name_the_one_name_the_other():
    gone, kept = make_pair()
    other = make_proposal(topic=gone.topic)
    claim = make_claim(conditions="they stop", depends_on=f"!{gone.slug} {other.slug}")
    elsewhere = make_claim(
        proposal=make_proposal(topic=make_topic(negotiation=make_negotiation())),
        conditions="they stop",
        depends_on=gone.slug,
    )
    merge(gone, kept)
    assert now(claim).depends_on == f"!{kept.slug} {other.slug}"
    assert now(elsewhere).depends_on == gone.slug


def test_verdicts_that_change_are_told():
    side, other = make_side(), make_side()
    gone, kept = make_pair()
    make_claim(value=2, holder=make_actor(side=side), proposal=kept)
    make_claim(value=-2, holder=make_actor(side=other), proposal=gone)
    act = VocabularyMerge(Proposal, gone.pk, kept.pk)
    looked = vocabulary.preview(act, user=None, read=lambda: read_standing(*act.watch()))
    effects = compare_standings(looked.before, looked.after)
    told = {change.proposal: (change.before, change.after) for change in effects.verdicts}
    assert told == {kept: (VerdictKind.UNANSWERED, VerdictKind.CONTESTED), gone: (VerdictKind.UNANSWERED, None)}
    assert [(one.proposal, one.before, one.after.value) for one in effects.stances] == [(kept, None, -2)]
    assert effects.claims_before == effects.claims_after == 2


def test_a_correction_under_way_still_corrects_its_claim(reviewer):
    gone, kept = make_pair()
    analyst = make_user("analyst")
    claim = make_claim(proposal=gone, by=analyst)
    draft = corrections.propose(claim, user=analyst, version=claim.version, reason="a slip")
    merge(gone, kept, reviewer)
    draft = now(draft)
    assert draft.proposal == kept and not corrections.is_overtaken(draft, now(claim))
    draft = review.transition(draft, "submit", user=analyst, version=draft.version)
    assert review.transition(draft, "publish", user=reviewer, version=draft.version).proposal == kept


def test_a_change_that_waits_still_may_be_published(reviewer):
    gone, kept = make_pair()
    outcome = make_outcome(proposal=gone)
    waiting = PendingChange.objects.get(pk=make_change(note="x", proposal_id=gone.pk, source=make_source()).pk)
    change(waiting, source=None, outcome=outcome, target_version=outcome.version)
    merge(gone, kept, reviewer)
    assert now(waiting).target_version == now(outcome).version
    assert now(waiting).fields == {"note": "x", "proposal_id": kept.pk}


def test_the_same_wording_stays_once_and_another_of_one_slug_gets_a_slug():
    gone, kept = make_pair()
    same = {"label": "Draft", "slug": "draft", "text": "All stop.", "source": make_source()}
    answered, stays = make_wording(gone, **same), make_wording(kept, **same)
    claim, outcome = make_claim(proposal=gone, wording=answered), make_outcome(proposal=gone)
    waiting = make_change(wording_id=answered.pk, source=make_source())
    change(waiting, source=None, outcome=outcome, target_version=outcome.version)
    make_wording(gone, label="Second draft", slug="second")
    make_wording(kept, label="Last draft", slug="second")
    merge(gone, kept)
    assert now(claim).wording == stays and now(waiting).fields == {"wording_id": stays.pk}
    assert sorted(kept.wordings.values_list("label", "slug")) == [
        ("Draft", "draft"),
        ("Last draft", "second"),
        ("Second draft", "second-2"),
    ]


def test_two_places_in_one_package_become_one():
    gone, kept = make_pair()
    package = make_proposal(topic=gone.topic)
    make_part(package, gone), make_part(package, kept)
    merge(gone, kept)
    assert list(Part.objects.values_list("package", "part")) == [(package.pk, kept.pk)]


def test_a_variant_of_the_one_that_goes_is_no_variant_of_itself():
    gone, kept = make_pair()
    root = make_proposal(topic=gone.topic)
    change(gone, variant_of=root)
    change(kept, variant_of=gone)
    merge(gone, kept)
    assert now(kept).variant_of == root


def within(gone, kept):
    make_part(make_proposal(part_of=kept), gone)


def on_each_other(gone, kept):
    make_claim(proposal=gone, conditions="so", depends_on=kept.slug)


def both_in_one_condition(gone, kept):
    make_claim(conditions="so", depends_on=f"{gone.slug} !{kept.slug}")


def outcomes_of_one_day(gone, kept):
    make_outcome(proposal=gone), make_outcome("refused", proposal=kept)


def wordings_of_one_label(gone, kept):
    make_wording(gone, label="Draft"), make_wording(kept, label="draft")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (within, "One of them is within the other."),
        (on_each_other, "No claim depends on its own proposal"),
        (both_in_one_condition, "asks that one of them be granted and the other refused"),
        (outcomes_of_one_day, "Both have a published outcome of 3 Mar 2022"),
        (wordings_of_one_label, "Both have a wording called “Draft”, and not the same one"),
    ],
)
def test_two_proposals_that_cannot_be_one_are_refused_in_words(prepare, words):
    gone, kept = make_pair()
    prepare(gone, kept)
    assert words in refusal(gone, kept)


@pytest.mark.parametrize("make", [make_topic, lambda **fields: make_proposal(topic=make_topic(**fields))])
def test_rows_of_two_negotiations_are_not_made_one(make):
    kept = make()
    assert "of another negotiation" in refusal(make(negotiation=make_negotiation()), kept)


def test_a_passage_that_both_have_coded_is_told():
    gone, kept = make_pair()
    same = {"holder": make_actor(), "source": make_source(), "quote": "We stop."}
    claims = make_claim(proposal=gone, **same), make_claim(proposal=kept, **same)
    remarks = merge(gone, kept).remarks
    assert any("coded already" in one and claims[0].public_id in one for one in remarks)


# Actors


def test_of_two_actors_all_that_they_say_and_all_that_is_said_of_them_moves():
    gone, kept = make_actor(name="Russian Federation", side=None), make_actor(name="Russia", side=None)
    own = make_claim(holder=gone)
    of_it = make_claim(holder=gone, attribution=Attribution.ATTRIBUTED)
    by_it = make_claim(attribution=Attribution.PREDICTED, speaker=gone)
    official = make_actor(kind="official", speaks_for=gone)
    said = make_claim(holder=gone, speaker=official)
    rows = make_search(holder=gone), make_remark(holder=gone)
    proposal, wording = make_proposal(proposers=[gone, make_actor()]), make_wording(authors=[gone])
    merge(gone, kept)
    assert {claim.holder for claim in map(now, (own, of_it, said))} == {kept}
    assert now(own).speaker == kept == now(by_it).speaker and now(said).speaker == official
    assert now(official).speaks_for == kept and {now(row).holder for row in rows} == {kept}
    assert kept in proposal.proposers.all() and proposal.proposers.count() == 2
    assert list(wording.authors.all()) == [kept]
    assert "Russian Federation" in now(kept).aliases


def test_parts_on_different_days_move_and_the_same_part_becomes_one():
    side = make_side()
    gone = make_actor(side=side, since=date(2022, 1, 1), until=date(2022, 2, 1), always_shown=True)
    kept = make_actor(side=side, since=date(2022, 1, 20), until=date(2022, 3, 1))
    later = make_participant(gone, side=side, since=date(2023, 1, 1))
    merge(gone, kept)
    parts = kept.stretches.order_by("since").values_list("since", "until", "always_shown")
    assert list(parts) == [(date(2022, 1, 1), date(2022, 3, 1), True), (date(2023, 1, 1), None, False)]
    assert now(later).actor == kept


def test_memberships_on_different_days_move_and_those_with_days_in_common_become_one(reviewer):
    aosis = make_actor("coalition", side=None)
    gone, kept = make_actor(side=None), make_actor(side=None)
    make_member(gone, aosis, since=date(2022, 1, 1), until=date(2022, 2, 28))
    make_member(kept, aosis, since=date(2022, 2, 1), until=date(2022, 3, 1))
    make_member(gone, aosis, since=date(2023, 1, 1))
    make_claim(holder=aosis, speaker=gone, said_on=date(2022, 1, 17))
    merge(gone, kept, reviewer)
    memberships = kept.memberships.in_order().values_list("since", "until")
    assert list(memberships) == [(date(2022, 1, 1), date(2022, 3, 1)), (date(2023, 1, 1), None)]
    assert Claim.objects.get().find_stranger() == []


def test_two_coalitions_become_one_with_the_members_of_both(reviewer):
    gone, kept = make_actor("coalition", side=None), make_actor("coalition", side=None)
    both, one = make_actor(side=None), make_actor(side=None)
    for coalition in (gone, kept):
        make_member(both, coalition)
    make_member(one, gone, since=date(2022, 1, 1))
    merge(gone, kept, reviewer)
    assert {*kept.members.values_list("member", "since")} == {(both.pk, None), (one.pk, date(2022, 1, 1))}


def of_other_sides():
    return make_actor(), make_actor(), "they have different parts on the same day"


def official_and_party():
    party = make_actor(side=None)
    return make_actor(kind="official", speaks_for=party), party, "speaks for"


def party_and_expert():
    return make_actor(side=None), make_actor(kind="expert", side=None), "Only two of one kind are merged"


def officials_of_two():
    return make_actor(kind="official"), make_actor(kind="official"), "would then be said for another party"


def one_about_the_other():
    gone, kept = make_actor(side=None), make_actor(side=None)
    make_claim(holder=kept, speaker=gone, attribution=Attribution.ATTRIBUTED)
    return gone, kept, "Nobody does so of themselves"


@pytest.mark.parametrize(
    "prepare", [of_other_sides, official_and_party, party_and_expert, officials_of_two, one_about_the_other]
)
def test_two_actors_that_cannot_be_one_are_refused_in_words(prepare):
    gone, kept, words = prepare()
    assert words in refusal(gone, kept)


def test_two_officials_of_one_party_become_one():
    party = make_actor()
    gone, kept = (make_actor(kind="official", speaks_for=party) for _ in range(2))
    claim = make_claim(holder=party, speaker=gone)
    merge(gone, kept)
    assert now(claim).speaker == kept

"""Packages are entered on the page of their part: with it, in one transaction, with a history and never in a circle."""

from claims.models import Part, Proposal
from claims.services.write_gate import editing
from tests.admin.forms import errors, url
from tests.make import make_part, make_proposal


def posted(proposal, *places, **changes):
    """Return the data of a proposal's form as a browser posts it, with the rows of its packages."""
    names = ("title", "definition", "aliases", "topic_id", "order")
    data = {name.removesuffix("_id"): getattr(proposal, name) for name in names}
    data |= {"packages-TOTAL_FORMS": len(places), "packages-INITIAL_FORMS": sum("id" in place for place in places)}
    data |= {"wordings-TOTAL_FORMS": 0, "wordings-INITIAL_FORMS": 0}
    for number, place in enumerate(places):
        fields = {"where": "", "order": 0, "part": proposal.pk, **place}
        data |= {f"packages-{number}-{name}": value for name, value in fields.items()}
    return data | {"version_shown": proposal.version, "reason": "the treaty says so", **changes}


def save(client, proposal, *places, **changes):
    return client.post(url("change", proposal.pk, model="proposal"), posted(proposal, *places, **changes))


def faults_of(answer):
    inline, _ = answer.context["inline_admin_formsets"]
    return [message for form in inline.formset.errors for messages in form.values() for message in messages]


def test_a_proposal_is_put_into_packages_and_taken_out_with_a_history(as_reviewer, reviewer):
    zones, treaty, peace = make_proposal(title="Zones"), make_proposal(title="Treaty"), make_proposal(title="Peace")
    answer = save(as_reviewer, zones, {"package": treaty.pk, "where": "Article 4"}, {"package": peace.pk, "order": 3})
    assert answer.status_code == 302
    first, second = zones.packages.order_by("pk")
    assert (first.package, first.where, second.package, second.order) == (treaty, "Article 4", peace, 3)
    zones.refresh_from_db()
    assert zones.version == 2
    kept = {"id": second.pk, "package": peace.pk, "where": "Annex"}
    gone = {"id": first.pk, "package": treaty.pk, "where": "Article 4", "DELETE": "on"}
    assert save(as_reviewer, zones, gone, kept, reason="it was dropped").status_code == 302
    assert [*zones.packages.values_list("package", "where", "version")] == [(peace.pk, "Annex", 2)]
    acts = Part.history.filter(history_user=reviewer).order_by("history_id")
    assert [(act.history_type, act.history_change_reason) for act in acts] == [
        ("+", "the treaty says so"), ("+", "the treaty says so"), ("-", "it was dropped"), ("~", "it was dropped"),
    ]  # fmt: skip
    for proposal in (zones, treaty):
        page = as_reviewer.get(url("history", proposal.pk, model="proposal")).content.decode()
        assert "Places in packages, newest first" in page and "Zones in Treaty, Article 4" in page
        assert "Deleted: it was dropped" in page
    assert "in packages" not in as_reviewer.get(url("history", make_proposal().pk, model="proposal")).content.decode()


def test_a_new_proposal_is_put_into_its_packages_at_once(as_reviewer):
    treaty = make_proposal(title="Treaty", slug="treaty")
    new = Proposal(title="Zones", definition="Words.", topic=treaty.topic)
    rows = [{"package": "", "package-typed": "Treaty", "where": "Article 4", "part": ""}]
    answer = as_reviewer.post(url("add", model="proposal"), posted(new, *rows, slug=""))
    assert answer.status_code == 302
    assert [*Part.objects.values_list("part__slug", "package__slug", "where")] == [("zones", "treaty", "Article 4")]


def test_a_circle_is_refused_with_its_names_and_nothing_is_saved(as_reviewer):
    inner = make_proposal(title="Inner", part_of=(outer := make_proposal(title="Outer")))
    answer = save(as_reviewer, outer, {"package": inner.pk, "where": "Article 1"}, title="Renamed")
    names = "“Inner”, “Outer”, “Inner”"
    assert faults_of(answer) == [f"It would go in a circle, each being part of the one before: {names}."]
    assert 'value="Article 1"' in answer.content.decode()
    assert faults_of(save(as_reviewer, outer, {"package": outer.pk})) == ["A proposal is no part of itself."]
    assert not Proposal.objects.filter(title="Renamed").exists() and outer.packages.count() == 0


def test_a_package_is_named_once(as_reviewer):
    zones, treaty = make_proposal(), make_proposal()
    answer = save(as_reviewer, zones, {"package": treaty.pk}, {"package": treaty.pk, "where": "Annex"})
    assert answer.status_code == 200 and not zones.packages.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(as_reviewer):
    place = make_part(where="Article 4")
    zones = Proposal.objects.get(pk=place.part_id)
    with editing(None):
        place.where = "Article 5"
        place.save()
        place.part.save()
    answer = save(as_reviewer, zones, {"id": place.pk, "package": place.package_id, "where": "Article 4"})
    assert "changed this while you had it open" in errors(answer)["__all__"]
    place.refresh_from_db()
    assert place.where == "Article 5"


def test_forged_rows_fail_no_page_and_write_nothing(as_reviewer):
    place = make_part()
    other = make_part()
    for rows, changes in (
        ([{"id": other.pk, "package": place.package_id}], {}),
        ([{"id": "9" * 30, "package": place.package_id}], {}),
        ([{"id": "x\x00", "package": "y"}], {}),
        ([{"package": "nothing"}], {}),
        ([{"package": place.package_id, "where": "a\x00b"}], {}),
        ([{"package": place.package_id, "order": "x"}], {}),
        ([{"package": place.package_id}], {"packages-INITIAL_FORMS": 7}),
        ([], {"packages-TOTAL_FORMS": "x"}),
    ):
        answer = save(as_reviewer, place.part, *rows, **changes)
        # What Django cannot tell apart from a row that is gone is left out.
        assert answer.status_code == (302 if rows and rows[0].get("id") == other.pk else 200), (rows, changes)
        place.part.refresh_from_db()
    assert Part.objects.count() == 2 and Part.history.count() == 2


def test_parts_are_listed_on_the_page_of_their_package_and_keep_it_from_being_deleted(as_reviewer):
    place = make_part(make_proposal(title="Treaty"), make_proposal(title="Zones"), where="Article 4")
    page = as_reviewer.get(url("change", place.package_id, model="proposal")).content.decode()
    assert f'<a href="{url("change", place.part_id, model="proposal")}">Zones</a>, Article 4' in page
    assert "Treaty, Article 4" in as_reviewer.get(url("changelist", model="proposal")).content.decode()
    for proposal in (place.package, place.part):
        answer = as_reviewer.post(url("delete", proposal.pk, model="proposal"), {"post": "yes"}, follow=True)
        assert "it is used by 1 place in a package." in answer.content.decode()
    assert Proposal.objects.count() == 2


def test_the_list_of_proposals_takes_the_same_queries_however_many_packages(as_reviewer, django_assert_num_queries):
    make_part()
    with django_assert_num_queries(11):  # the roles among them: who reviews is led to what was deleted
        assert as_reviewer.get(url("changelist", model="proposal")).status_code == 200
    for _ in range(5):
        make_part(part=make_part().part)
    with django_assert_num_queries(11):
        as_reviewer.get(url("changelist", model="proposal"))


def test_analysts_see_packages_and_change_none(client, analyst):
    client.force_login(analyst)
    place = make_part(make_proposal(title="Treaty"), where="Article 4")
    page = client.get(url("change", place.part_id, model="proposal")).content.decode()
    assert "Treaty" in page and "Article 4" in page and "packages-0-where" not in page
    assert save(client, place.part, {"id": place.pk, "package": place.package_id, "DELETE": "on"}).status_code == 403
    assert Part.objects.count() == 1

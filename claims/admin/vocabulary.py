"""The vocabulary in the admin: sides, actors, topics and proposals. Reviewers edit it, analysts look it up."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate

from ..models import Actor, ActorKind, Claim, Negotiation, Part, Proposal, Side, Topic
from ..roles import MAY
from ..rules import conditions
from ..services import disposal
from ..wording.packages import write_places, write_where
from ..wording.participants import write_stretch
from .history import read_places_history
from .inlines import VersionedInline
from .members import MemberInline
from .participants import ParticipantInline, PrincipalToday, SideToday, read_today, write_side_today
from .releases import ReleasesNegotiations
from .start_negotiation import StartsNegotiations
from .suggesting import SUGGESTION_PAGES, SuggestedActorForm, SuggestedProposalForm, TakesSuggestions
from .teams import narrow
from .versioned_admin import VersionedAdmin, VersionedForm
from .vocabulary_changes import ChangesVocabulary, VocabularyPage
from .vocabulary_forms import MergeForm, MoveClaimsForm, MoveProposalForm, SplitForm
from .wordings import WordingInline
from .words import count_rows

MERGE = VocabularyPage("merge", "Merge into…", MergeForm)


class NamedAdmin(VersionedAdmin):
    """Rows that are known by a slug, which is filled in from the name once and never changes."""

    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["searched_text"]
    show_full_result_count = False

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


class AdminOfNegotiation(NamedAdmin):
    """Rows of one negotiation, in which they stay."""

    autocomplete_fields = ["negotiation"]
    list_select_related = ["negotiation"]
    list_filter = ["negotiation"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["negotiation"] if obj else [])]

    def get_changeform_initial_data(self, request):
        """Where there is one negotiation alone, a new row is of that."""
        only = narrow(request.user, Negotiation.objects.all())[:2]
        initial = {"negotiation": only[0].pk} if len(only) == 1 else {}
        return {**initial, **super().get_changeform_initial_data(request)}


class NegotiationForm(VersionedForm):
    """Says who works in a negotiation; nobody shuts themselves out."""

    def clean_team(self):
        team = self.cleaned_data["team"]
        if team and self.user not in team and not self.user.is_superuser:
            raise forms.ValidationError("Tick yourself too: otherwise you would no longer see it.")
        return team


@admin.register(Negotiation)
class NegotiationAdmin(StartsNegotiations, ReleasesNegotiations, NamedAdmin):
    form = NegotiationForm
    list_display = ["title", "first_day", "last_day", "public", "order"]
    list_filter = ["public"]
    fieldsets = [
        ("What the talks are", {"fields": ["title", "short_title", "slug", "summary", "first_day", "last_day"]}),
        ("Who sees it", {"fields": ["public", "team"]}),
        ("Among the others", {"fields": ["order"]}),
    ]
    prepopulated_fields = {"slug": ["short_title"]}
    search_hint = "words of the title"

    def get_changeform_initial_data(self, request):
        """A new one is for its team only, until there is something to read."""
        return {"public": False, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the editors, and who is in a team without being one any more."""
        editors = Q(groups__name__in=MAY) | Q(is_superuser=True)
        teams = narrow(request.user, Negotiation.objects.exclude(team=None)).values("team")
        users = User.objects.filter(Q(is_active=True) & editors | Q(pk__in=teams)).distinct().order_by("username")
        kwargs |= {"queryset": users, "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Side)
class SideAdmin(AdminOfNegotiation):
    list_display = ["name", "negotiation", "negotiates", "order"]
    fieldsets = [(None, {"fields": ["negotiation", "name", "slug", "negotiates", "order"]})]


@admin.register(Topic)
class TopicAdmin(ChangesVocabulary, AdminOfNegotiation):
    vocabulary_pages = [MERGE]
    list_display = ["name", "negotiation", "order"]
    fieldsets = [(None, {"fields": ["negotiation", "name", "slug", "order"]})]


@admin.register(Actor)
class ActorAdmin(TakesSuggestions, NamedAdmin):
    suggestion_form = SuggestedActorForm
    vocabulary_pages = [*SUGGESTION_PAGES, MERGE]
    list_display = ["name", "short_name", "kind", "side_today", "speaks_for", "suggestion"]
    list_filter = ["suggestion", "kind", SideToday, PrincipalToday]
    list_select_related = ["speaks_for"]
    fieldsets = [
        ("Who it is", {"fields": ["name", "short_name", "article", "plural", "slug", "aliases"]}),
        ("What it is", {"fields": ["kind", "speaks_for", "member_of"]}),
    ]
    search_hint = "a name, short name or alias"
    autocomplete_fields = ["speaks_for"]
    inlines = [ParticipantInline, MemberInline]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "member_of"]

    def get_inlines(self, request, obj):
        """Only a coalition has members."""
        return self.inlines if obj is None or obj.kind == ActorKind.COALITION else [ParticipantInline]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = read_today(changelist.result_list, request.user)
        return changelist

    @admin.display(description="member of")
    def member_of(self, actor):
        """Link to the coalitions of which a party is a member, on the pages of which members are entered."""
        rows = actor.memberships.in_order().select_related("coalition") if actor.pk else ()
        links = [(self.change_url(one.coalition), one.coalition, write_stretch(*one.stretch)) for one in rows]
        if not links:
            return "None: members are entered on the page of their coalition."
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>, {}</li>', links))

    @admin.display(description="Side today")
    def side_today(self, actor):
        return write_side_today(actor)


class PackageInline(VersionedInline):
    """The packages that a proposal is part of."""

    model = Part
    fk_name = "part"
    fields = ["package", "where", "order"]
    autocomplete_fields = ["package"]
    verbose_name = "package"
    verbose_name_plural = "Packages that it is part of"


@admin.register(Proposal)
class ProposalAdmin(TakesSuggestions, NamedAdmin):
    suggestion_form = SuggestedProposalForm
    vocabulary_pages = [
        *SUGGESTION_PAGES,
        MERGE,
        VocabularyPage("split", "Split…", SplitForm),
        VocabularyPage("move_claims", "Move claims…", MoveClaimsForm),
        VocabularyPage("move", "Move to another negotiation…", MoveProposalForm),
    ]
    list_display = ["title", "topic", "proposed_on", "added_on", "list_packages", "variant_of", "suggestion"]
    list_filter = ["suggestion", "topic"]
    list_select_related = ["topic", "variant_of"]
    inlines = [PackageInline, WordingInline]
    fieldsets = [
        ("What would be agreed", {"fields": ["title", "full_title", "slug", "definition", "topic", "aliases"]}),
        ("Who put it forward", {"fields": ["proposers", "proposed_on", "withdrawn_on"]}),
        ("In the codebook", {"fields": ["added_on"]}),
        ("How it is linked to others", {"fields": ["variant_of", "list_parts"]}),
        ("In the matrix", {"fields": ["order"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    search_hint = "words of the title, an alias or the definition"
    autocomplete_fields = ["topic", "proposers", "variant_of"]

    def get_queryset(self, request):
        """Read with each proposal of which packages it is part (two queries, however many there are)."""
        return super().get_queryset(request).prefetch_related("packages__package")

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "list_parts"]

    @admin.display(description="part of")
    def list_packages(self, proposal):
        return write_places(proposal.packages.all()).removeprefix("part of ") or None

    @admin.display(description="its parts")
    def list_parts(self, proposal):
        """Link to the parts, each on the page on which its packages are entered."""
        parts = proposal.parts.order_by(*Part.ORDER).select_related("part") if proposal.pk else ()
        links = [(self.change_url(one.part), one.part, write_where(one.where)) for one in parts]
        if not links:
            return "None: a part is put into its package on its own page."
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>{}</li>', links))

    def history_view(self, request, object_id, extra_context=None):
        """Show besides when it was put into packages and taken out of them, and what into it."""
        places = read_places_history(object_id)
        return super().history_view(request, object_id, {"places": places, **(extra_context or {})})

    def get_changeform_initial_data(self, request):
        """A new proposal was in the codebook of no source that is coded already."""
        return {"added_on": localdate(), **super().get_changeform_initial_data(request)}

    def count_uses(self, user, row):
        """Conditions name proposals by slug: those keep one from being deleted too."""
        trials = [claim.pk for claim in disposal.list_trials(row)]
        naming = Claim.objects.filter(proposal__negotiation=row.negotiation, depends_on__contains=row.slug).exclude(
            pk__in=trials
        )
        links = naming.values_list("depends_on", flat=True)
        count = sum(row.slug in conditions.list_slugs(depends_on) for depends_on in links)
        in_conditions = [f"the conditions of {count_rows(Claim, count)}"] if count else []
        return [*super().count_uses(user, row), *in_conditions]

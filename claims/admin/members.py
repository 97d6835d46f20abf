"""The memberships of parties in coalitions in the admin: a list of their own, and lines of the coalition's form."""

from django.contrib import admin

from ..models import Member
from .stretches import StretchAdmin, StretchInline, StretchLines, WhenFilter


class MemberLines(StretchLines):
    """The members of one coalition; none of them leaves on whose words of a day as a member claims rest."""

    def check_lines(self):
        rows = super().check_lines()
        if rows is None:
            return
        for stored in self.read_stored():
            stored.refuse_to_strand(row.stretch for row in rows.values() if row.place == stored.place)


class MemberInline(StretchInline):
    """The members of a coalition."""

    model = Member
    formset = MemberLines
    fk_name = "coalition"
    fields = ["member", "since", "until", "version_shown"]
    autocomplete_fields = ["member"]
    verbose_name = "member"
    verbose_name_plural = "Members, if it is a coalition"


@admin.register(Member)
class MemberAdmin(StretchAdmin):
    list_display = ["coalition", "member", "since", "until"]
    list_filter = [WhenFilter]
    list_select_related = ["member", "coalition"]
    fieldsets = [
        ("Who is a member of which coalition", {"fields": ["coalition", "member"]}),
        ("From when until when", {"fields": ["since", "until"]}),
    ]
    search_fields = ["member__searched_text", "coalition__searched_text"]
    search_hint = "a name, short name or alias of the member or the coalition"
    autocomplete_fields = ["member", "coalition"]

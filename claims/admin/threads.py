"""The thread of a claim in the admin: comments are written beside the steps, and listed by whom they await."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from ..models import Claim
from ..queries.threads import read_thread, select_commented
from ..services import review_comments
from ..services.write_gate import Refused
from ..wording.threads import ANSWERS, REMARKS, refuse_comment, say_commented
from .choosers import is_key

OWN, OTHERS = "remarks", "answers"


class CommentedFilter(admin.SimpleListFilter):
    """Narrows the list to claims on which comments await the user."""

    title = "comments"
    parameter_name = "comments"

    def lookups(self, request, model_admin):
        return [(OWN, REMARKS), (OTHERS, ANSWERS)]

    def queryset(self, request, queryset):
        if self.value() not in (OWN, OTHERS):
            return queryset
        return select_commented(request.user, queryset, own=self.value() == OWN)


class TakesComments:
    """The part of an admin of claims that takes comments on them."""

    def get_urls(self: Any) -> Any:
        ours = self.admin_site.admin_view(require_POST(self.comment_view))
        theirs: Any = super()  # the stubs do not see the admin beside which it stands
        return [path("<int:pk>/comment/", ours, name="claims_claim_comment"), *theirs.get_urls()]

    def comment_view(self: Any, request: Any, pk: int) -> HttpResponse:
        """Write the posted remark as a comment, or settle the posted comment, and say how it went."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        claim = self.get_queryset(request).filter(pk=pk).first()
        if claim is None:
            answer: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
            return answer
        pass_on_comment(request, claim, request.POST.get("remark", ""))
        return redirect(self.change_url(claim))


def pass_on_comment(request: Any, claim: Claim, text: str) -> None:
    """Settle the comment that is posted as `settle`, or write a comment; a message says what came of it."""
    settled = request.POST.get("settle", "")
    try:
        if settled:
            if is_key(settled) and review_comments.settle(claim, int(settled), user=request.user):
                messages.success(request, "Settled.")
            else:
                messages.info(request, "Nobody is to answer that comment any more.")
            return
        written = review_comments.comment(claim, text, user=request.user)
    except Refused as refused:
        messages.error(request, refuse_comment(str(refused), text))
        return
    messages.success(request, say_commented(written.awaits.get_username() if written.awaits else ""))


def describe_thread(claim: Claim, user: Any) -> dict[str, Any]:
    """Return what is shown of the thread of a claim (four queries)."""
    return {
        "thread": read_thread(claim),
        "comment_at": reverse("admin:claims_claim_comment", args=[claim.pk])
        if review_comments.may_comment(claim, user)
        else "",
    }

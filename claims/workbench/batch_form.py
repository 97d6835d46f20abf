"""What is asked of a new batch: which documents, whole or a sample of their passages, and who codes them."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ..admin.choosers import KeysField
from ..admin.teams import narrow
from ..models import Batch, BatchCoder, Negotiation, Source
from ..roles import MAY, read_closed
from ..wording.batches import STRATA


class CodersField(KeysField):
    """Users by the names that the pages of a batch give them."""

    def label_from_instance(self, obj: Any) -> str:
        return BatchCoder.name_user(obj)


class BatchForm(forms.ModelForm):
    """A new batch of a negotiation."""

    sources = KeysField(
        Source.objects.none(),
        label="Documents",
        widget=forms.CheckboxSelectMultiple,
        help_text="Which are coded twice.",
    )
    stratum = forms.ChoiceField(
        required=False,
        label="Passages",
        choices=[("", "the whole texts"), *((one.value, f"a share {words}") for one, words in STRATA.items())],
        help_text="A share is drawn by lot, so that nobody chooses what is compared.",
    )
    share = forms.IntegerField(required=False, min_value=1, max_value=100, label="How many per cent of the paragraphs")
    coders = CodersField(User.objects.none(), required=False, label="Coders", widget=forms.CheckboxSelectMultiple)
    machines = forms.CharField(
        required=False,
        label="Machines",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Name and version of each model whose output is compared too, one a line.",
    )

    class Meta:
        model = Batch
        fields = ("title", "note", "sources", "stratum", "share", "coders", "machines")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.negotiation = negotiation
        sources: Any = self.fields["sources"]
        sources.queryset = narrow(user, Source.objects.all()).order_by("title")
        coders: Any = self.fields["coders"]
        users = User.objects.filter(is_active=True, groups__name__in=MAY).distinct().order_by("username")
        coders.queryset = users.filter(pk__in=[one.pk for one in users if negotiation.pk not in read_closed(one)])

    def clean_machines(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["machines"].splitlines()]
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("stratum") and cleaned.get("share") is None and "share" not in self.errors:
            self.add_error("share", ValidationError("Say how many per cent of the paragraphs are drawn."))
        if not cleaned.get("stratum"):
            cleaned["share"] = None
        return cleaned

"""What is asked of a file that is imported: itself, its columns, its words, its names, and what to do with its rows."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import User

from ..importers.spreadsheet.own_tables import count_words
from ..models import ImportProfile, Negotiation, Source
from ..models.sources import SourceType
from ..rules.days import check_has_come, parse_day
from ..rules.faults import BrokenRule
from ..rules.folding import fold_name
from ..rules.guesses import guess_columns, guess_day_form, guess_wide, guess_word
from ..rules.import_profiles import (
    ACTOR,
    ALWAYS,
    DAY_FORMS,
    LEFT_OUT,
    NO_WORDS,
    fold_heading,
)
from ..rules.scales import ATTRIBUTIONS, DIMENSIONS
from ..wording import imports as wording
from ..wording.exchange import write_fault
from .teams import narrow
from .waiting_import import WaitingImport, is_known

FIRST_CELLS = 3
MOST_OFFERED = 300  # titles and names that a field offers
ENCODINGS = (
    ("", "told by the file itself"),
    ("cp1252", "Western Europe (Windows-1252)"),
    ("cp1250", "Central Europe (Windows-1250)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
)


class UploadForm(forms.Form):
    """A spreadsheet, and of which negotiation its claims are."""

    negotiation = forms.ModelChoiceField(Negotiation.objects.none(), label="Negotiation", empty_label=None)
    file = forms.FileField(
        label="Spreadsheet",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=f".csv or .xlsx, at most {wording.MOST_ROWS:,} rows, with a line that names its columns.",
    )
    profile = forms.ModelChoiceField(
        ImportProfile.objects.none(),
        required=False,
        label="Profile",
        empty_label="the one that fits, if there is one",
        help_text="How files like it were read before.",
    )
    encoding = forms.ChoiceField(
        required=False, choices=ENCODINGS, label="Encoding", help_text="Only of CSV files whose letters come out wrong."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["negotiation"].queryset = negotiations = narrow(user, Negotiation.objects.all())
        fields["profile"].queryset = profiles = narrow(user, ImportProfile.objects.all()).select_related("negotiation")
        if len(negotiations) == 1:
            fields["negotiation"].initial = negotiations[0].pk
            fields["negotiation"].widget = forms.HiddenInput()
        else:
            fields["profile"].label_from_instance = lambda row: f"{row.negotiation.short_title}: {row.name}"
        if not profiles:
            del fields["profile"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > wording.LARGEST_FILE:
            raise forms.ValidationError(wording.TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        profile, negotiation = cleaned.get("profile"), cleaned.get("negotiation")
        if profile and negotiation and profile.negotiation_id != negotiation.pk:
            self.add_error("profile", f"“{profile}” is of another negotiation.")
        return cleaned


class ColumnLine(NamedTuple):
    """A column of a file in the form: its heading, some of its cells, and the field that says what it becomes."""

    heading: str
    cells: list[str]
    field: Any


class ColumnsForm(forms.Form):
    """What each column becomes, and what is said once for all rows."""

    def __init__(self, waiting: WaitingImport, data: Any = None) -> None:
        super().__init__(data)
        self.waiting = waiting
        headings = waiting.table.headings
        guessed = self._guess()
        often, others = wording.list_targets()
        choices = [("", wording.LEFT_OUT_WORD), ("Often", often), ("More", others)]
        for number, heading in enumerate(headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=guessed[heading],
                label=f"“{heading}” becomes",
                widget=forms.Select(attrs={"aria-label": f"“{heading}” becomes"}),
            )
        self.guessed = guessed
        before = waiting.profile.always
        for name in ALWAYS:
            label, help_text = wording.ALWAYS_WORDS[name]
            field = _make_always_field(name)
            field.label, field.help_text, field.initial = label, help_text, before.get(name, "")
            self.fields[f"always-{name}"] = field
        if ACTOR in guessed.values() and not before.get("locator"):
            self.fields["always-locator"].initial = "row {row}"

    def _guess(self) -> dict[str, str]:
        waiting, profile = self.waiting, self.waiting.profile
        table, vocabulary = waiting.table, waiting.vocabulary
        matched = {fold_heading(heading): target for heading, target in profile.columns.items()}
        columns = {heading: table.list_cells(heading)[:200] for heading in table.headings}
        taken = {heading: matched[fold_heading(heading)] for heading in columns if fold_heading(heading) in matched}

        def is_actor(text: str) -> bool:
            return is_known(vocabulary.actors, text)

        if not taken and (wide := guess_wide(columns, is_actor)):
            taken = {wide.proposals: "proposal"} | dict.fromkeys(wide.actors, ACTOR)
        guessed = guess_columns(columns, is_actor, lambda text: is_known(vocabulary.proposals, text), taken)
        if ACTOR in guessed.values():  # the cells below actors are the values
            guessed = {h: "" if target in ("holder", "value") else target for h, target in guessed.items()}
        return guessed

    @property
    def lines(self) -> list[ColumnLine]:
        table = self.waiting.table
        return [
            ColumnLine(heading, _list_first(table.list_cells(heading)), self[f"column-{number}"])
            for number, heading in enumerate(table.headings)
        ]

    @property
    def always(self) -> list[Any]:
        """The fields of what is said once for all rows and no column seems to say."""
        return [self[f"always-{name}"] for name in ALWAYS if name in self._choose_asked()]

    @property
    def folded(self) -> list[Any]:
        """The others, which are folded away."""
        return [self[f"always-{name}"] for name in ALWAYS if name not in self._choose_asked()]

    def _choose_asked(self) -> set[str]:
        targets = {*self.guessed.values()} | ({"holder", "value"} if ACTOR in self.guessed.values() else set())
        asked = {name for name in ALWAYS if name not in targets}
        if {"source", "source_title"} & targets:
            asked -= {"source_title", "source_type", "source_published_on", "source_url"}
        return asked | {name for name in ALWAYS if f"always-{name}" in self.errors}

    @property
    def titles(self) -> list[str]:
        """Titles of documents that may be meant."""
        rows = narrow(self.waiting.user, Source.objects.order_by("-pk"))
        return list(rows.values_list("title", flat=True)[:MOST_OFFERED])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        columns = {h: cleaned.get(f"column-{n}", "") for n, h in enumerate(self.waiting.table.headings)}
        always = {name: cleaned.get(f"always-{name}", "") for name in ALWAYS}
        by_target: dict[str, list[str]] = {}
        for heading, target in columns.items():
            by_target.setdefault(target, []).append(heading)
        for target, headings in by_target.items():
            if target not in ("", ACTOR) and len(headings) > 1:
                self.add_error(None, wording.write_twice(target, headings))
        wide = ACTOR in by_target
        if wide and {"holder", "value"} & {*by_target}:
            self.add_error(None, "In a wide sheet the columns of actors say who holds a view, and their cells which.")
        always = {name: cell for name, cell in always.items() if cell and name not in by_target}
        before = self.waiting.profile
        self.matched = before._replace(columns=columns, always=always, wide=wide)
        if missing := self.matched.list_missing():
            self.add_error(None, wording.write_missing(missing))
        if not self.errors:
            for key, counts in count_words(self.waiting.table, self.matched).items():
                if len(counts) > wording.MOST_WORDS:
                    heading = self.matched.find_heading(key.partition(":")[0]) or "the columns of actors"
                    self.add_error(None, wording.write_too_many_words(heading, len(counts)))
        return cleaned


def _make_always_field(name: str) -> forms.Field:
    if name == "dimension":
        return forms.ChoiceField(
            required=False,
            choices=[("", "position"), *[(d.value, w.word.lower()) for d, w in DIMENSIONS.items() if d != "position"]],
        )
    if name == "attribution":
        words = [("" if not a else a.word, word.word) for a, word in ATTRIBUTIONS.items()]
        return forms.ChoiceField(required=False, choices=words)
    if name == "source_type":
        newspaper = SourceType.ARTICLE_NEWSPAPER
        return forms.ChoiceField(
            required=False,
            choices=[("", newspaper.label), *(each for each in SourceType.choices if each[0] != newspaper)],
        )
    if name in ("said_on", "source_published_on"):
        return TypedDay(required=False, max_length=40)
    attrs = {"list": "titles"} if name == "source_title" else {}
    return forms.CharField(required=False, max_length=300, widget=forms.TextInput(attrs=attrs))


class TypedDay(forms.CharField):
    """A day as it is typed everywhere, which has come."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return check_has_come(parse_day(text)).isoformat() if text else ""
        except BrokenRule as broken:
            raise forms.ValidationError(write_fault(broken)) from None


def _list_first(cells: Iterable[str]) -> list[str]:
    return [
        cell if len(cell) < 80 else f"{cell[:78]}…" for cell in list(dict.fromkeys(filter(None, cells)))[:FIRST_CELLS]
    ]


class WordLine(NamedTuple):
    """A word of a file in the form: how often it occurs, and the field that says what it stands for."""

    word: str
    number: int
    field: Any


class WordGroup(NamedTuple):
    """The words of a column, of one dimension."""

    heading: str
    lines: list[WordLine]


class WordsForm(forms.Form):
    """What each word stands for, and in which form days are written."""

    def __init__(self, waiting: WaitingImport, data: Any = None) -> None:
        super().__init__(data)
        self.profile = waiting.profile
        self.days = waiting.list_odd_days(again=True)
        self.counts = count_words(waiting.table, self.profile)
        for key, counts in self.counts.items():
            meanings = {fold_name(word): meant for word, meant in self.profile.words.get(key, NO_WORDS).items()}
            column, _, dimension = key.partition(":")
            for number, word in enumerate(counts):
                guess = guess_word(column, word, counts, dimension if dimension in DIMENSIONS else "position")
                self.fields[f"word-{key}-{number}"] = forms.ChoiceField(
                    required=False,
                    choices=[("", "choose"), *wording.list_meanings(key), (LEFT_OUT, "(leave the row out)")],
                    initial=meanings.get(fold_name(word), guess),
                    label=word,
                    widget=forms.Select(attrs={"aria-label": f"“{word}” stands for"}),
                )
        for column, days in self.days.items():
            self.fields[f"days-{column}"] = forms.ChoiceField(
                required=False,
                choices=[("", "choose"), *((form, form) for form in DAY_FORMS)],
                initial=self.profile.days.get(column) or guess_day_form(days),
                label=", ".join(days[:FIRST_CELLS]),
                widget=forms.Select(attrs={"aria-label": f"The form of days such as {days[0]}"}),
            )

    @property
    def groups(self) -> list[WordGroup]:
        return [
            WordGroup(
                wording.name_words(key),
                [WordLine(word, counts[word], self[f"word-{key}-{n}"]) for n, word in enumerate(counts)],
            )
            for key, counts in self.counts.items()
        ]

    @property
    def day_lines(self) -> list[Any]:
        return [self[f"days-{column}"] for column in self.days]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        words = {key: dict(of_key) for key, of_key in self.profile.words.items()}
        for key, counts in self.counts.items():
            for number, word in enumerate(counts):
                meant = cleaned.get(f"word-{key}-{number}", "")
                of_key = words.setdefault(key, {})
                for same in [each for each in of_key if fold_name(each) == fold_name(word)]:
                    del of_key[same]
                if meant:
                    of_key[word] = meant
        days = dict(self.profile.days)
        for column in self.days:
            days[column] = cleaned.get(f"days-{column}", "")
        self.matched = self.profile._replace(words=words, days={c: form for c, form in days.items() if form})
        return cleaned


class RowsForm(forms.Form):
    """What is done with the rows: whether odd ones are confirmed, what becomes of those that nearly say what a claim
    says, and under which name what was matched is kept."""

    accept = forms.BooleanField(
        required=False, label="I looked at each row that is only odd: confirm them all (--accept-warnings)"
    )
    near = forms.ChoiceField(
        required=False,
        label="Rows in nearly the words of a claim",
        choices=[
            ("", "hand them back"),
            ("replace", "take them as the new version of that claim (--replace)"),
            ("add", "add them as claims of their own (--add-near)"),
        ],
    )
    profile_name = forms.CharField(
        required=False,
        max_length=80,
        label="Keep what was matched as a profile named",
        help_text="The next file of this kind goes straight to its rows. Left empty, it is not kept.",
    )

    def clean_profile_name(self) -> str:
        return " ".join(self.cleaned_data["profile_name"].replace("\x00", "").split())

"""A chosen file that outlives the errors of its form, and whose text is shown before it is taken.

Browsers forget which file was chosen. The file waits in the database, and the page carries a signed key of it.
"""

from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import User
from django.core import signing
from django.db import DatabaseError

from ..importers.documents.apart import read_apart
from ..importers.documents.encodings import ENCODINGS
from ..importers.documents.extracted import DocumentRefused, ExtractedText
from ..models import Source
from ..models.source_texts import sha256
from ..rules.documents import DocumentType, move_pages
from ..rules.mending import MendedText, mend_text
from ..services.original_files import NewOriginal, keep_waiting, read_waiting
from ..services.write_gate import find_hindrance
from ..wording import documents as wording

KEPT_FOR = 24 * 3600  # seconds
SALT = "claims.waiting-file"
MOST_SHOWN = 6000  # characters of the text in its preview
MOST_PLACES = 20  # of those that are mended


class TextFile(NamedTuple):
    """A file, its text as it was taken and, where that was chosen, mended, and whether it was looked at and may be
    taken. `seen` tells what was chosen of it: what is looked at is what is taken. `elsewhere` are other sources that
    hold the same file or text."""

    name: str
    data: bytes
    extracted: ExtractedText
    mended: MendedText
    mends: bool
    seen: str
    ready: bool
    elsewhere: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        return self.mended.text if self.mends else self.extracted.text

    @property
    def digest(self) -> str:
        return sha256(self.data)

    def to_original(self) -> NewOriginal:
        """Return what is kept of the file beside its text."""
        extracted = self.extracted
        moved = self.mended.move([page.start for page in extracted.pages])
        pages = move_pages(extracted.pages, moved) if self.mends else extracted.pages
        mended = self.mended.changed if self.mends else 0
        taken_by = extracted.extractor, extracted.version
        return NewOriginal(self.name, self.data, extracted.type, *taken_by, extracted.encoding, mended, pages)


class ChosenFile(NamedTuple):
    """What was posted of a file: itself, and what was chosen of it in its preview."""

    name: str
    data: bytes
    encoding: str
    mends: bool | None  # None: nobody was asked yet
    seen: str


class KeptFileInput(forms.FileInput):
    """Says which file is kept, carries it, shows its text, and offers to leave it out."""

    template_name = "admin/claims/widgets/kept_file.html"
    user: User | None = None  # whose files wait; everybody who sees the form is somebody
    kept: TextFile | None = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        key = self._keep(self.kept) if self.kept else None
        if self.kept and key:
            signed = signing.dumps(key, salt=SALT)
            context["kept"] = {"name": self.kept.name, "signed": signed, "preview": self.show(self.kept)}
        return context

    def show(self, kept: Any) -> dict[str, Any]:
        """Return what is shown of the kept file."""
        return make_preview(kept)

    def _keep(self, kept: TextFile) -> int | None:
        """Return the key of the kept file; none while nothing can be written."""
        try:
            return keep_waiting(self.user, kept.name, kept.data) if self.user else None
        except DatabaseError as error:
            if find_hindrance(error) is None:
                raise
            return None

    def value_from_datadict(self, data, files, name):
        """Return the file that was chosen now, or else the one that is kept and not left out, with its choices."""
        chosen, signed = super().value_from_datadict(data, files, name), data.get(f"{name}-kept", "")
        if chosen or not signed or f"{name}-left-out" in data:
            return chosen
        try:
            key = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
            waiting = read_waiting(self.user, key) if self.user else None
        except signing.BadSignature:
            return chosen
        if waiting is None:
            return chosen
        seen = data.get(f"{name}-seen", "")
        mends = f"{name}-mends" in data if seen else None
        return ChosenFile(*waiting, data.get(f"{name}-encoding", ""), mends, seen)

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data


class TextFileField(forms.FileField):
    """Takes a file of letters, PDF, Word or a web page, chosen now or kept, as a TextFile."""

    widget = KeptFileInput

    def clean(self, data, initial=None):
        if isinstance(data, ChosenFile):
            return read_text_file(data)
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > wording.LARGEST_FILE:
            raise forms.ValidationError(wording.TOO_LARGE)
        upload.seek(0)  # it was read before where somebody else was faster to save
        return read_text_file(ChosenFile(upload.name, upload.read(), "", None, ""))

    def keep(self, text_file: TextFile | None) -> None:
        """Let the page of the form carry this file."""
        self.widget.kept = text_file


def read_text_file(chosen: ChosenFile) -> TextFile:
    """Return the text of a file, by what was chosen of it; raise ValidationError where none can be taken.

    It is ready once it was looked at as it is, whatever file it is. Printed lines are mended in a PDF unless it is said
    otherwise, and in other files where it is said.
    """
    try:
        extracted = read_apart(chosen.data, chosen.encoding)
    except DocumentRefused as refusal:
        raise forms.ValidationError(str(refusal)) from None
    mended = mend_text(extracted.text)
    mends = extracted.type == DocumentType.PDF if chosen.mends is None else chosen.mends
    seen = sha256(f"{mended.text if mends else extracted.text}\0{sha256(chosen.data)}")[:16]
    return TextFile(chosen.name, chosen.data, extracted, mended, mends, seen, ready=chosen.seen == seen)


def make_preview(text_file: TextFile) -> dict[str, object]:
    """Return what is shown of a text before it is taken."""
    extracted, text = text_file.extracted, text_file.text
    places = [(" ⏎ ".join(p.before.split("\n")), p.after) for p in text_file.mended.words[:MOST_PLACES]]
    return {
        "told": wording.tell_file(
            extracted.type, len(extracted.pages), len(text), extracted.extractor, extracted.version
        ),
        "warnings": extracted.warnings,
        "encodings": [(name, ENCODINGS[name], name == extracted.encoding) for name in extracted.encodings],
        "mending": wording.tell_mending(len(text_file.mended.words), text_file.mended.ligatures),
        "places": places,
        "more_places": len(text_file.mended.words) - len(places),
        "mends": text_file.mends,
        "text": text[:MOST_SHOWN],
        "cut": len(text) > MOST_SHOWN,
        "seen": text_file.seen,
        "elsewhere": text_file.elsewhere,
    }

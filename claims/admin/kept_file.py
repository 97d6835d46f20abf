"""A chosen text file that outlives the errors of its form: browsers forget which file was chosen.

The page that shows the errors carries its text with it, signed, so that nothing waits on the server for a form that
may never come back.
"""

from typing import NamedTuple

from django import forms
from django.core import signing

from ..models.source_texts import sha256

LARGEST_TEXT = 5_000_000  # bytes; a long report has a tenth of it
KEPT_FOR = 24 * 3600  # seconds
SALT = "claims.kept-file"


class TextFile(NamedTuple):
    """The name of a file, its text, and the SHA-256 of its bytes."""

    name: str
    text: str
    digest: str


class KeptFileInput(forms.FileInput):
    """Says which file is kept, carries it, and offers to leave it out."""

    template_name = "admin/claims/widgets/kept_file.html"
    kept: TextFile | None = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.kept:
            context["kept"] = {"name": self.kept.name, "signed": signing.dumps(self.kept, salt=SALT, compress=True)}
        return context

    def value_from_datadict(self, data, files, name):
        """Return the file that was chosen now, or else the one that is kept and not left out."""
        chosen, signed = super().value_from_datadict(data, files, name), data.get(f"{name}-kept", "")
        if chosen or not signed or f"{name}-left-out" in data:
            return chosen
        try:
            return TextFile(*signing.loads(signed, salt=SALT, max_age=KEPT_FOR))
        except signing.BadSignature:
            return chosen

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data


class TextFileField(forms.FileField):
    """Takes a plain text in UTF-8, chosen now or kept, as a TextFile."""

    widget = KeptFileInput

    def clean(self, data, initial=None):
        if isinstance(data, TextFile):
            return data
        upload = super().clean(data, initial)
        return read_text_file(upload) if upload else None

    def keep(self, text_file: TextFile | None) -> None:
        """Let the page of the form carry this file."""
        self.widget.kept = text_file


def read_text_file(upload) -> TextFile:
    """Return the text of an upload; raise ValidationError where it is none."""
    if upload.size > LARGEST_TEXT:
        raise forms.ValidationError(f"The file is larger than {LARGEST_TEXT // 1_000_000} MB: is it a text?")
    upload.seek(0)  # it was read before where somebody else was faster to save
    data = upload.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise forms.ValidationError(
            f"The file is not UTF-8 (byte {error.start + 1}). Save it again as “UTF-8” or “Unicode” text."
        ) from None
    if "\x00" in text:
        raise forms.ValidationError("The file holds null characters: it is no plain text.")
    return TextFile(upload.name, text, sha256(data))

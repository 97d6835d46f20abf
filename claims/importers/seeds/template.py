"""A folder to begin a negotiation with: the examples of docs/ under a name of its own, which load as they are."""

from pathlib import Path

from django.conf import settings

from ...rules.slugs import ADDRESSES, make_slug
from .files import NEGOTIATION_FILE

EXAMPLES = settings.BASE_DIR / "docs"
SLUG, TITLE, SHORT_TITLE = "grain-exports-2022", "Grain exports from Ukraine’s Black Sea ports", "Grain exports"
LONGEST = 40  # letters of a short title
FILES = {NEGOTIATION_FILE: "negotiation-example.toml", "first-document.toml": "document-example.toml"}


class TemplateRefused(Exception):
    """A folder that cannot be written, with the reason. Nothing was written."""


def write_template(folder: Path) -> list[Path]:
    """Write the files of a new negotiation that is called as the folder is; return their paths.

    Raises TemplateRefused where its name can be no slug, where it is there already and holds something, or where it
    cannot be written.
    """
    folder = folder.absolute()
    if reason := _refuse_name(folder.name):
        raise TemplateRefused(reason)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise TemplateRefused(f"{folder} is there already: name a folder that is new, or empty.")
        words = {name: (EXAMPLES / example).read_text(encoding="utf-8") for name, example in FILES.items()}
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in words.items():
            (folder / name).write_text(_name_anew(text, folder.name), encoding="utf-8")
    except OSError as error:
        raise TemplateRefused(f"{error.filename}: {error.strerror}.") from None
    return [folder / name for name in words]


def _name_anew(text: str, slug: str) -> str:
    """Return the words of an example for a negotiation of this slug: no two have one title."""
    title = slug.replace("-", " ").capitalize()
    text = text.replace(f'"{TITLE}"', f'"{title}: an example"').replace(f'"{SHORT_TITLE}"', f'"{title}"')
    return text.replace(SLUG, slug)


def _refuse_name(name: str) -> str:
    if name in ADDRESSES:
        return f"The site has a page “{name}”: name the folder otherwise."
    slug = make_slug(name)
    if slug == name and len(name) <= LONGEST:
        return ""
    suggestion = f", such as {slug}" if slug and slug != name and len(slug) <= LONGEST else ""
    rule = f"take small letters, digits and hyphens, {LONGEST} at most"
    return f"“{name}” can be no name of a negotiation: {rule}{suggestion}."

"""What tests of the admin share: addresses, posted forms, and what the messages of an answer say."""

import json
import re

from django.contrib.messages import get_messages
from django.urls import reverse

TEXT = "Moscow demands guarantees. “We do not accept – ever – NATO’s expansion”, he said. Talks go on."
FIELDS = (
    "source",
    "quote",
    "quote_language",
    "translation",
    "locator",
    "prefix",
    "suffix",
    "holder",
    "speaker",
    "attribution",
    "proposal",
    "dimension",
    "value",
    "label",
    "by_when",
    "probability",
    "wording",
    "conditions",
    "covers",
    "argument",
    "said_on",
    "said_on_is",
    "note",
)


NO_CODINGS = {"codings-TOTAL_FORMS": 0, "codings-INITIAL_FORMS": 0}
RELATIONS = ("source", "holder", "speaker", "proposal", "wording")


def url(name, *args, model="claim"):
    return reverse(f"admin:claims_{model}_{name}", args=args)


def posted(claim, **changes):
    """Return the data of a claim's form as a browser posts it, with some of it changed."""
    data = {}
    for name in FIELDS:
        value = getattr(claim, f"{name}_id") if name in RELATIONS else None
        value = getattr(claim, name) if value is None and name not in RELATIONS else value
        data[name] = "" if value is None else value
    data["value"] = "none" if claim.value is None else claim.value
    data |= {name: "on" for name in ("pending", "doubtful") if getattr(claim, name)}
    return data | {"version_shown": claim.version, "reason": "", **changes}


def source_posted(source, codings=None, **changes):
    """Return the data of a source's form as a browser posts it, with some of it changed; each of `codings` is one that
    is stored, what is typed in a new line, or a pair of one that is stored and what is typed. Without, they are as
    they are stored."""
    names = ("title", "slug", "type", "publisher", "origin", "language", "text_sha256", "published_on", "grade")
    data = {name: "" if getattr(source, name) is None else getattr(source, name) for name in names}
    data["csl"] = json.dumps(source.csl) if source.csl else ""
    data |= {"leaked": "on"} if source.leaked else {}
    lines = source.codings.order_by("pk") if codings is None and source.pk else codings or ()
    data |= _posted_lines("codings", source if source.pk else None, lines, {}, {"source": source.pk or ""})
    return data | {"text": source.read_text()} | {"version_shown": source.version, **changes}


def actor_posted(actor=None, parts=(), members=(), **changes):
    """Return the data of an actor's form as a browser posts it, with some of it changed; each of `parts` is a
    Participant that is stored, what is typed in a new line, or a pair of one that is stored and what is typed; so are
    the Members of `members`."""
    names = ("name", "short_name", "slug", "kind")
    data = {name: getattr(actor, name) for name in names} if actor else dict.fromkeys(names, "")
    data |= {"speaks_for": (actor and actor.speaks_for_id) or "", "version_shown": actor.version if actor else 0}
    data |= _posted_lines("stretches", actor, parts, {"order": 0}, {"actor": actor.pk if actor else ""})
    data |= _posted_lines("members", actor, members, {}, {"coalition": actor.pk if actor else ""})
    return data | changes


FIELDS_OF_LINES = ("since", "until", "fully_coded_by", "fully_coded_on")


def _posted_lines(prefix, owner, lines, new, whose):
    """Return the data of the lines of the form of the row that they are of; `new` is what a new one has."""
    stored = getattr(owner, prefix).count() if owner else 0
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": stored}
    for place, line in enumerate(lines):
        row, typed = line if isinstance(line, tuple) else (None, line) if isinstance(line, dict) else (line, {})
        fields = {"version_shown": 0, **new}
        if row:
            fields |= {"id": row.pk, "version_shown": row.version}
            named = [name for name in ("side", "member", "negotiation") if hasattr(row, f"{name}_id")]
            fields |= {name: getattr(row, f"{name}_id") for name in named}
            fields |= {name: getattr(row, name) or "" for name in FIELDS_OF_LINES if hasattr(row, name)}
            fields |= {"order": row.order} if prefix == "stretches" else {}
            fields |= {name: "on" for name in ("principal", "always_shown") if getattr(row, name, False)}
        data |= {f"{prefix}-{place}-{name}": value for name, value in (fields | whose | typed).items()}
    return data


def said(answer):
    """Return the messages that the answer left for the next page, or shows, as one text."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def errors(answer):
    """Return the form's errors by field, as texts."""
    form = answer.context["adminform"].form
    return {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}


KEPT = re.compile(r'name="text_file-kept" value="([^"]+)"')


def read_kept(answer):
    """Return what the page carries of a kept file, as a browser posts it."""
    return {"text_file-kept": KEPT.search(answer.content.decode()).group(1)}


def read_choices(answer):
    """Return what the page posts of the preview that it shows: the file, what was seen, and the choices as they are."""
    page = answer.content.decode()
    posted = read_kept(answer) | {"text_file-seen": re.search(r'name="text_file-seen" value="(\w+)"', page)[1]}
    encoding = re.search(r'<option value="([\w-]+)" selected>[^<]*\(', page.split("text_file-encoding")[-1])
    posted |= {"text_file-encoding": encoding[1]} if "text_file-encoding" in page and encoding else {}
    return posted | ({"text_file-mends": "on"} if 'name="text_file-mends" checked' in page else {})

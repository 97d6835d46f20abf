"""The forms of a page as a browser has them, and what people and programs may send with them."""

import re
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve
from hypothesis import strategies as st
from lxml import html

from .uploads import FILES
from .values import ANY, DAYS, draw_named
from .world import find_names

CHANGED = (0, 1, 1, 2, 4)  # fields in one post, at most
ON_EVERY_PAGE = {"claims:search", "admin:logout", "logout"}
WHEN = re.compile(r"day|_on$|date|since|until|by_when")
CROWD = 8  # so many rows of checkboxes are ticked at most


class Field(NamedTuple):
    """A field as the page shows it: `values` are what it would send, `choices` what it offers (empty: anything)."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False


class ShownForm(NamedTuple):
    method: str
    action: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    def tell(self):
        """Say to which view it is sent: what forms of a kind have in common on all pages."""
        try:
            return resolve(urlsplit(self.action).path).view_name
        except Resolver404:
            return self.action


def read_answer(answer, address):
    """Return the forms of an answer, in their order, if it is a page; without those that stand on every page."""
    if not answer.get("Content-Type", "").startswith("text/html") or not answer.whole.strip():
        return []
    forms = [_read_form(form, address) for form in html.fromstring(answer.whole).xpath("//form")]
    return [form for form in forms if form.tell() not in ON_EVERY_PAGE]


def _read_form(form, address):
    fields, buttons = {}, []
    for element in form.xpath(
        ".//input | .//select | .//textarea | .//button | //*[@form=$name]", name=form.get("id") or " "
    ):
        name, kind = element.get("name"), element.get("type", element.tag)
        if not name or kind in ("reset", "button") and element.tag == "input":
            continue
        if kind in ("submit", "image") or element.tag == "button":
            buttons.append((name, element.get("value", "")))
            continue
        values, choices = _read_values(element, kind)
        before = fields.get(name, Field(name, kind))
        required = before.required or element.get("required") is not None
        fields[name] = Field(name, kind, before.values + values, before.choices + choices, required)
    action = urljoin(address, form.get("action") or "")
    return ShownForm((form.get("method") or "get").lower(), action, tuple(fields.values()), tuple(buttons))


def _read_values(element, kind):
    """Return what an element sends as it stands, and all that it could send."""
    if element.tag == "select":
        options = element.xpath(".//option")
        offered = tuple(_read_option(option) for option in options)
        chosen = tuple(_read_option(option) for option in options if option.get("selected") is not None)
        return chosen or (offered[:1] if element.get("multiple") is None else ()), offered
    if element.tag == "textarea":
        return (element.text or "",), ()
    value = element.get("value")
    if kind in ("checkbox", "radio"):
        offered = ("on" if value is None else value,)
        return (offered if element.get("checked") is not None else ()), offered
    return (value or "",), ()


def _read_option(option):
    value = option.get("value")
    return option.text_content() if value is None else value


def draw_post(draw, form, world):
    """Draw what is sent: [(name, value)] of the fields and a button, and files; most of it as the page shows it, with
    what it asks for filled in, so that posts come far."""
    names = [field.name for field in form.fields]
    changed = draw(st.sets(st.sampled_from(names), max_size=draw(st.sampled_from(CHANGED)))) if names else ()
    sent, files = [], []
    for field in form.fields:
        if field.kind == "file":
            if file := draw(FILES):
                files.append((field.name, file))
            continue
        drawn = draw_named(find_names(world, field.name, form.tell()))
        sent += [(field.name, value) for value in draw(_draw_values(field, drawn, field.name in changed))]
    button = draw(st.sampled_from(form.buttons)) if form.buttons else None
    return sent + ([button] if button else []), files


def _draw_values(field, drawn, changed):
    """Return a strategy for the values of a field: what the page shows, if it is not empty or may be; where it is to be
    changed, anything."""
    if changed:
        return st.lists(st.sampled_from(field.choices) | ANY if field.choices else drawn, max_size=3)
    if any(field.values) or not (field.required or field.kind in ("checkbox", "radio", "select")):
        return st.just(field.values)
    if field.choices:
        some = st.lists(st.sampled_from(field.choices), min_size=field.required, max_size=CROWD, unique=True)
        return some if field.kind == "checkbox" else some.map(lambda values: values[:1])
    return st.lists(DAYS if WHEN.search(field.name) else drawn, min_size=field.required, max_size=1)


def send(visitor, form, sent, files):
    """Send a filled form as a browser does, and follow where the answer leads; return (the answer, its address)."""
    address = urlsplit(form.action)._replace(fragment="").geturl()
    if form.method == "get":
        answer = visitor.ask(
            "GET", f"{urlsplit(address)._replace(query='').geturl()}?{urlencode(sent, errors='replace')}"
        )
    else:
        data = {}
        for name, value in sent:
            data.setdefault(name, []).append(value.encode(errors="replace").decode())
        for name, (file_name, content) in files:
            file = BytesIO(content)
            file.name = file_name
            data[name] = file
        answer = visitor.ask("POST", address, data)
        if answer.status_code == 302:
            visitor.visitors.taken[form.tell()] += 1
    return follow(visitor, answer, address)


def follow(visitor, answer, address):
    """Return the page to which an answer leads, and its address."""
    for _ in range(5):
        if answer.status_code not in (301, 302, 303, 307, 308):
            break
        onward = urlsplit(urljoin(address, answer["Location"]))
        if onward.netloc not in ("", "testserver"):
            break
        address = onward._replace(scheme="", netloc="", fragment="").geturl()
        answer = visitor.ask("GET", address)
    return answer, address

"""Every address of the site, from the URLconf itself: a new one is fuzzed without being named anywhere."""

from typing import NamedTuple
from urllib.parse import quote

from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize


class Route(NamedTuple):
    """An address with places for arguments, `/claims/%(public_id)s/`, and the names of these."""

    name: str
    template: str
    parameters: tuple[str, ...]

    def fill(self, arguments):
        """Return the address with these arguments, whatever they are."""
        quoted = (quote(str(argument), safe="") for argument in arguments)
        return self.template % dict(zip(self.parameters, quoted, strict=True))


def list_routes():
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver, before, namespace):
    for pattern in resolver.url_patterns:
        for template, parameters in normalize(pattern.pattern.regex.pattern):
            if isinstance(pattern, URLResolver):
                within = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from _walk(pattern, before + template, within)
            else:
                yield _make_route(f"{namespace}{pattern.name}", before + template, parameters)


def _make_route(name, template, parameters):
    all_parameters = dict.fromkeys(piece.partition(")")[0] for piece in template.split("%(")[1:])
    return Route(name, template, tuple(all_parameters) or tuple(parameters))

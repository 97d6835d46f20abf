"""Codes of languages, as BCP 47 shapes them: en, ru, zh-Hant, pt-BR."""

import re

from .faults import BrokenRule, FaultCode

# Language (of ISO 639: two or three letters), an extension of it, script, region, variants.
_CODE = re.compile(
    r"[a-z]{2,3}(-[a-z]{3})?(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*",
    re.ASCII | re.IGNORECASE,
)


def check_language(code: str) -> str:
    """Return the code of a language; what has not the shape of one is a BrokenRule."""
    if not _CODE.fullmatch(code):
        raise BrokenRule(FaultCode.NOT_A_LANGUAGE, value=code[:80])
    return code

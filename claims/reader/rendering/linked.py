"""Sentences that name proposals, as HTML with links to their pages."""

from collections.abc import Callable, Iterable
from html import escape

from django.utils.safestring import SafeString

from ...wording.pieces import Piece


def draw_pieces(pieces: Iterable[Piece], find_address: Callable[[str], str]) -> SafeString:
    """Draw a sentence; `find_address` gives the address of a proposal's page by its slug, with what the link keeps."""
    return SafeString("".join(_draw(piece, find_address) for piece in pieces))


def _draw(piece: Piece, find_address: Callable[[str], str]) -> str:
    text = escape(piece.text)
    return f'<a href="{escape(find_address(piece.proposal))}" hx-boost="false">{text}</a>' if piece.proposal else text

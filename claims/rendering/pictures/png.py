"""A picture as PNG, by resvg: it needs no browser and nothing of the system, and it reads no file that a picture names.

Letters are those of the font beside this module, so that words are there on a machine without any font, and alike on
all; where a picture has letters that this font has not, those of the system are asked too. What was drawn last is kept
by what it shows: who asks again under another address costs no drawing.
"""

import re
from functools import lru_cache
from pathlib import Path

from resvg_py import svg_to_bytes

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
FAMILY = "DejaVu Sans"
MOST_PIXELS = 16_000_000  # of a picture, 64 megabytes while it is drawn; a larger one is drawn smaller
KEPT = 64
_SIZE = re.compile(rb'viewBox="0 0 (\d+) (\d+)"')
_OTHER_SCRIPTS = re.compile("[\u0900-\u0dff\u0e00-\u1cff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(maxsize=KEPT)
def draw_png(picture: bytes, scale: float = 2) -> bytes:
    """Draw an SVG that a Canvas finished, at `scale` times its size, or as large as there is room for."""
    size = _SIZE.search(picture)
    if size is None:
        raise ValueError("This is no finished sheet.")
    width, height = map(int, size.groups())
    zoom = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
    text = picture.decode()
    return bytes(
        svg_to_bytes(
            svg_string=text,
            width=max(int(width * zoom), 1),
            height=max(int(height * zoom), 1),
            font_files=[str(FONT)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            skip_system_fonts=not _OTHER_SCRIPTS.search(text),
        )
    )

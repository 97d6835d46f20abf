"""Files of every type, made here: PDF by hand, Word by python-docx and by what is packed in it."""

import zipfile
import zlib
from io import BytesIO

from docx import Document
from pypdf import PdfReader, PdfWriter

LONG = "Moscow demands guarantees that the alliance goes no further to the east. "
BODY = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def make_pdf(pages, labels="", packed=None, filters="/FlateDecode"):
    """Return a PDF with these texts on its pages, line by line; `packed` is the content of the first page instead, by
    these filters."""
    number = len(pages)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {labels} >>",
        f"<< /Type /Pages /Count {number} /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(number))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, text in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        content = zlib.compress(f"BT /F1 12 Tf 72 720 Td {lines}ET".encode("cp1252"))
        content = packed if packed is not None and at == 0 else content
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        used = filters if packed is not None and at == 0 else "/FlateDecode"
        objects.append((f"<< /Length {len(content)} /Filter {used} >>\nstream\n", content, "\nendstream"))
    out, places = BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for key, each in enumerate(objects, 1):
        places.append(out.tell())
        parts = each if isinstance(each, tuple) else (each,)
        out.write(f"{key} 0 obj\n".encode())
        for part in parts:
            out.write(part if isinstance(part, bytes) else part.encode())
        out.write(b"\nendobj\n")
    table = out.tell()
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode())
    return out.getvalue()


def lock_pdf(data, user="", owner="secret"):
    """Return a PDF that needs a password to be read, or with an empty one only to be copied from."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(data))), BytesIO()
    writer.encrypt(user, owner, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def make_word(*paragraphs, table=(), body=None):
    """Return a Word file with these paragraphs and rows of a table; `body` changes its XML."""
    document, out = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    grid = document.add_table(rows=0, cols=len(table[0])) if table else None
    for texts in table:
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(out)
    if body is None:
        return out.getvalue()
    return repack(out.getvalue(), lambda name, data: body(data) if name == "word/document.xml" else data)


def repack(data, change, **more):
    """Return a packed file each part of which `change(name, data)` has changed, or left out (None); `more` joins it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            part = change(name, packed.read(name))
            if part is not None:
                again.writestr(name, part)
        for name, part in more.items():
            again.writestr(name, part)
    return out.getvalue()


def pack(**parts):
    """Return a packed file of these parts; `__` in a name is a slash, `_DOT_` a dot."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name.replace("__", "/").replace("_DOT_", "."), part)
    return out.getvalue()


def with_notes(data, notes):
    """Return a Word file with these footnotes, behind the line that parts notes from the text."""
    listed = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
    xml = f'<w:footnotes xmlns:w="{BODY[1:-1]}">{line}{listed}</w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

    def change(name, part):
        if name == "word/_rels/document.xml.rels":
            return part.replace(
                b"</Relationships>",
                f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
            )
        if name == "[Content_Types].xml":
            return part.replace(
                b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{media}"/></Types>'.encode()
            )
        return part

    return repack(data, change, **{"word/footnotes.xml": xml})


def make_page(*paragraphs, head="", menu="Home About Contact"):
    """Return a web page in UTF-8 with a menu, an article of these paragraphs and a foot."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><title>A plan</title>{head}</head><body><nav>{menu}</nav>"
        f"<article><h1>A plan</h1>{text}</article><footer>All rights reserved</footer></body></html>"
    ).encode()

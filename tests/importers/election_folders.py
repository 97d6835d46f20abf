"""Folders in the layout of the Qual-O-Mat data, with an election of our own: three parties, four theses."""

import json

ANSWERS = ["Stimme zu", "Stimme nicht zu", "Neutral"]
PARTIES = [("GRÜN", "Die Grünlichen"), ("BLAU", "Blaue Liste e. V."), ("ÖKO", "Ökos für Köln")]
THESES = [
    ("Tempolimit", "Auf allen Straßen soll ein Tempolimit gelten."),
    ("Wählen ab 16", "Bei Wahlen sollen auch Jugendliche ab 16 Jahren wählen dürfen."),
    ("Abschaffung der Grundsteuer für Eigenheime bis 200 m²", "Die Grundsteuer soll entfallen."),
    ("Öffnung der Bäder", "Bäder sollen länger geöffnet sein."),
]
GIVEN = [(0, 0, 2, 0), (1, 2, 0, None), (0, 1, 2, 2)]  # a row a party; the second left the last thesis out


def make_files():
    """Return the contents of the files of the folder by name."""
    opinions, comments = [], []
    for party, answers in enumerate(GIVEN):
        for thesis, answer in enumerate(answers):
            if answer is None:
                continue
            comment = None
            if answer != 2:
                comment = len(comments)
                text = f'"{PARTIES[party][0]} sagt „{ANSWERS[answer]}“ zu {THESES[thesis][0]}: größer & schöner."'
                comments.append({"id": comment, "text": text})
            opinions.append(
                {"id": len(opinions), "party": party, "statement": thesis, "answer": answer, "comment": comment}
            )
    return {
        "overview.json": {
            "title": "Bürgerschaftswahl Köln",
            "date": "2021-09-26",
            "info": "https://example.org/wiki",
            "slug": "koeln2021",
            "data_source": "https://www.example.org/koeln2021/vergleich.pdf",
        },
        "party.json": [{"id": key, "name": name, "longname": full} for key, (name, full) in enumerate(PARTIES)],
        "category.json": [{"id": 0, "label": "Verkehr"}],
        "statement.json": [
            {"id": key, "category": None if key else 0, "label": label, "text": text}
            for key, (label, text) in enumerate(THESES)
        ],
        "answer.json": [{"id": key, "message": message} for key, message in enumerate(ANSWERS)],
        "comment.json": comments,
        "opinion.json": opinions,
    }


def write_folder(folder, files):
    """Write these contents: bytes as they are, None not at all, all else as JSON."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).unlink(missing_ok=True)
        if content is not None:
            raw = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
            (folder / name).write_bytes(raw)
    return folder

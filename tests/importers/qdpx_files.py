"""Small projects of REFI-QDA, written for tests: in the layout of the standard, with contents of our own."""

from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

NAMESPACE = "urn:QDA-XML:project:1.0"
TEXT = "𝔘 Minutes. Ann 🙂 says yes to zones. Bo says no to zones. Ann 🙂 says yes to zones. The end."


def guid(*names):
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


class QdpxFiles:
    """Writes one project: a text a source, passages with their codes, codes as paths “Zones / yes”."""

    def __init__(self, path, text=TEXT):
        self.path, self.text, self.raw = path, text, None
        self.passages, self.codes, self.extra, self.edits = [], [], [], []
        self.count = lambda place: place

    def add_passage(self, words, *codes, user="Ann", name=None, start=None):
        """Add a passage of the text, the first of these words unless `start` says where."""
        start = self.text.index(words) if start is None else start
        self.passages.append((start, start + len(words), codes, user, words if name is None else name))
        for path in codes:
            names = path.split(" / ")
            for end in range(1, len(names) + 1):
                if names[:end] not in self.codes:
                    self.codes.append(names[:end])

    def make_xml(self):
        root = etree.Element(f"{{{NAMESPACE}}}Project", name="Talks", origin="QualCoder-3.5", nsmap={None: NAMESPACE})
        users = self.add(root, "Users")
        for user in dict.fromkeys(one[3] for one in self.passages):
            self.add(users, "User", guid=guid("user", user), name=user)
        groups = {(): self.add(self.add(root, "CodeBook"), "Codes")}
        for names in sorted(self.codes, key=len):
            code = self.add(groups[tuple(names[:-1])], "Code", guid=guid(*names), name=names[-1], isCodable="true")
            groups[tuple(names)] = code
        source = self.add(self.add(root, "Sources"), "TextSource", guid=guid("source"), name="Minutes")
        source.set("plainTextPath", "internal://minutes.txt")
        for number, (start, end, codes, user, name) in enumerate(self.passages, start=1):
            places = {"startPosition": str(self.count(start)), "endPosition": str(self.count(end))}
            passage = self.add(source, "PlainTextSelection", guid=guid("passage", number), name=name, **places)
            for path in codes:
                coding = self.add(passage, "Coding", guid=guid(number, path), creatingUser=guid("user", user))
                self.add(coding, "CodeRef", targetGUID=guid(*path.split(" / ")))
        return root

    def add(self, parent, tag, **attributes):
        return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)

    def write(self):
        """Write the file: `edits` change the XML as text, `raw` stands in its place, `extra` are more files."""
        xml = etree.tostring(self.make_xml(), encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()
        for old, new in self.edits:
            assert old in xml, (old, xml)
            xml = xml.replace(old, new, 1)
        files = {
            "project.qde": xml.encode() if self.raw is None else self.raw,
            "sources/minutes.txt": self.text.encode(),
        }
        with ZipFile(self.path, "w", ZIP_DEFLATED) as archive:
            for name, content in [*files.items(), *self.extra]:
                info = name if isinstance(name, ZipInfo) else ZipInfo(name)
                if content is not None and name not in [one for one, empty in self.extra if empty is None]:
                    archive.writestr(info, content, ZIP_DEFLATED)
        return self.path

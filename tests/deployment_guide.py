"""The blocks of commands of docs/deployment.md."""

import re
from pathlib import Path
from typing import NamedTuple

GUIDE = Path(__file__).parent.parent / "docs" / "deployment.md"
MARK = "Not run by the tests"
RUN = {"code", "files", "first", "superuser", "service", "check", "backup", "restore", "upgrade"}


class Block(NamedTuple):
    """A block of commands: its name, where a test runs it; what stands before it; and its lines."""

    name: str
    before: str
    commands: str

    @property
    def is_marked(self) -> bool:
        return MARK.lower() in " ".join(self.before.split()).lower()


def read_blocks() -> list[Block]:
    """Return all blocks, each with the paragraph that stands before it."""
    found = re.findall(r"([^\n](?:(?!\n\n|```).)*)\n\n```sh ?(\w*)\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    return [Block(name, before, commands) for before, name, commands in found]

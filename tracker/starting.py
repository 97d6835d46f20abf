"""Why a server or a command does not start, in a sentence."""

import sys
from typing import NoReturn

NOT_STARTED = 3  # the exit code with which gunicorn gives up, instead of starting one process after another in vain


def refuse_to_start(reason: str) -> NoReturn:
    """End this process; whoever started it reads the reason."""
    sys.stderr.write(f"{reason}\n")
    sys.exit(NOT_STARTED)

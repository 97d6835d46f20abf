"""Every command that takes a file or a folder, as its own arguments say it."""

from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command, get_commands, load_command_class
from hypothesis import strategies as st

from .uploads import FILES, draw_folder
from .values import draw_named
from .visitor import bounded, undone
from .world import find_names


def list_commands():
    """Return the names of the commands of ours that read or write something that is named to them."""
    ours = [name for name, app in get_commands().items() if app == "claims"]
    return sorted(
        name for name in ours if any(action.type is Path or action.dest == "file" for action in _list_arguments(name))
    )


def _list_arguments(name):
    return load_command_class("claims", name).create_parser("manage.py", name)._actions[1:]


def fuzz_command(data, world, name):
    """Call a command with drawn arguments; a CommandError is an answer, anything else that is raised a fault."""
    with TemporaryDirectory() as folder, undone(), bounded(name):
        options = {"stdout": StringIO(), "stderr": StringIO(), "no_color": True}
        given = []
        for action in _list_arguments(name):
            value = _draw_argument(data.draw, world, action, Path(folder))
            if value is None:
                continue
            if action.option_strings:
                options[action.dest] = value
            else:
                given += value if isinstance(value, list) else [value]
        with suppress(CommandError, SystemExit):
            call_command(name, *given, **options)


def _draw_argument(draw, world, action, folder):
    """Return what is given for an argument, None where it is left out."""
    if action.dest in (
        "version",
        "verbosity",
        "settings",
        "pythonpath",
        "traceback",
        "no_color",
        "force_color",
        "skip_checks",
    ):
        return None
    if action.nargs == 0:
        return draw(st.booleans()) or None
    if action.type is Path or action.dest in ("file", "folder", "path"):
        return _write_drawn(draw, action, folder)
    if action.option_strings and not action.required and draw(st.booleans()):
        return None
    if action.type not in (None, str):
        return None
    names = find_names(world, f"{action.dest} {action.metavar or ''}".lower())
    return draw(draw_named(names).filter(lambda text: not text.startswith("-"))).replace(
        "\x00", ""
    )  # no shell hands it on


def _write_drawn(draw, action, folder):
    """Write a drawn file, or a folder, and return its path."""
    if action.dest != "folder" and not action.option_strings and action.dest not in ("first", "second"):
        name, content = draw(FILES) or ("nothing", b"")
        path = folder / f"a{Path(name).suffix}"
        path.write_bytes(content)
        return str(path)
    path = folder / action.dest
    within = path / "talks" if action.dest == "seeds" else path
    within.mkdir(parents=True)
    for name, content in draw(draw_folder()).items():
        (within / name).write_bytes(content)
    return str(path) if not action.option_strings else path

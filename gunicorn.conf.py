"""How gunicorn serves the tracker; the command line overrides any of it.

It is read at each start and again at each reload, and then may lie in another release than the one that was started:
`current` in /srv/tracker leads to the newest (docs/deployment.md).
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

CODE = Path(__file__).resolve().parent
NAME = Path(__file__).name
PACKAGES = "site-packages"


def take_from_here() -> None:
    """Let new workers import this release and its packages by their own folders, not by a link: those of the one
    before, which finish what they began, are not handed half of a newer one where the link has moved on."""
    installed = CODE / ".venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / PACKAGES
    if installed.is_dir():
        others = [path for path in sys.path if ".venv" not in Path(path).parts]
        sys.path[:] = [path for path in others if not Path(path, NAME).exists()] + [str(installed)]
    sys.path.insert(0, str(CODE))
    for name in [name for name in sys.modules if name.partition(".")[0] == "tracker"]:
        del sys.modules[name]


take_from_here()

from tracker.logs import JSON, configure_logs  # noqa: E402 - of this release

chdir = str(CODE)
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
# No `reuse_port`: each process would have a queue of its own, and a reload would reset what waits in the old ones.
control_socket_disable = True  # nothing uses it, and it would be written to the home folder
logconfig_dict = configure_logs("INFO", os.environ.get("LOG_FORMAT") or JSON)
# Each start and each reload is a release of its own, where the environment names none: it is read here once for all
# workers, and no page that readers kept outlives the code that made it.
raw_env = [] if os.environ.get("RELEASE") else [f"RELEASE={time.time_ns()}"]

# Where somebody may ask for the numbers of the site, workers keep theirs in files of a folder, for whichever is asked.
OF_ALL_WORKERS = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(server):
    if os.environ.get("METRICS_TOKEN") or os.environ.get("METRICS_FROM"):
        os.environ[OF_ALL_WORKERS] = tempfile.mkdtemp(prefix="tracker-metrics-")


def child_exit(server, worker):
    if OF_ALL_WORKERS in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    if OF_ALL_WORKERS in os.environ:
        shutil.rmtree(os.environ[OF_ALL_WORKERS], ignore_errors=True)

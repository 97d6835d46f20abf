"""How gunicorn serves the tracker; the command line overrides any of it."""

import os
import time

from tracker.logs import configure_json_on_stderr

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
# No `reuse_port`: each process would have a queue of its own, and a reload would reset what waits in the old ones.
control_socket_disable = True  # nothing uses it, and it would be written to the home folder
logconfig_dict = configure_json_on_stderr("INFO")
# Each start and each reload is a release of its own, where the environment names none: it is read here once for all
# workers, and no page that readers kept outlives the code that made it.
raw_env = [] if os.environ.get("RELEASE") else [f"RELEASE={time.time_ns()}"]

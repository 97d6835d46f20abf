"""How gunicorn serves the tracker; the command line overrides any of it."""

from tracker.logs import json_on_stderr

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
control_socket_disable = True  # nothing uses it, and it would be written to the home folder
logconfig_dict = json_on_stderr("INFO")

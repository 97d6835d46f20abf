"""Many people at once: editors who write and readers who read, against the server as docs/deployment.md starts it."""

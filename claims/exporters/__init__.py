"""What leaves the tracker: rows and files that other programs read."""

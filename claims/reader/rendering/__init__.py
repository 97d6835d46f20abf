"""Rows, lines and sections of pages as ready strings and plain values."""

"""Coded documents and the vocabulary that they name, from TOML and JSON files."""

"""The published claims of a negotiation → a project of REFI-QDA (docs/neighbours.md)."""

"""Files of the Discourse Network Analyzer (DNA 3) → rows of the exchange → the gate (docs/neighbours.md)."""

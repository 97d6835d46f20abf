"""A project of REFI-QDA (.qdpx) → rows of the exchange → the gate (docs/neighbours.md)."""

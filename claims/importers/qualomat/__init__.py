"""A folder of Qual-O-Mat data, an election → rows of the exchange → the gate (docs/neighbours.md)."""

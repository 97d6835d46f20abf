"""Everything published of a negotiation → a data package: a CSV file a table, and what describes them."""

"""Files → rows or faults, and rows → the gate."""

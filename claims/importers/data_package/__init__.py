"""A data package → the negotiation that it holds: every fault is found, or all is written through the gate."""

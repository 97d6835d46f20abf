"""Every workflow that writes."""

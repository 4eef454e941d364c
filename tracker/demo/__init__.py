"""A fictitious province to try the service with; loaded through the ordinary code, never by hand-made rows."""

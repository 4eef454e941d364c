"""The pure core: values in, values out. Nothing here reads a clock, a database, a file or the current user."""

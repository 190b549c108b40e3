"""The player page and its data."""

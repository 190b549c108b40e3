"""The straight line through the rooms, and what of it need not be walked again."""

"""Making an episode: its texts read, its lines on the grid, spoken, mixed and written."""

"""Where the lines of a song are in a recording of it that nobody has written times of."""

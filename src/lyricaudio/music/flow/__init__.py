"""Which mora falls on which slot of the grid, and in which tempo."""

"""Terms whose reading is written down, and where they stand in a text."""

"""The engines: one file each, and what several of them need."""

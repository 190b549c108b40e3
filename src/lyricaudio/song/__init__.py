"""What the person wrote, checked, every error with file, line and column."""

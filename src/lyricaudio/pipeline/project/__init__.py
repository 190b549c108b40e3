"""What a project is and was: its songs, its choices, the record of what was made, and who holds the lock."""

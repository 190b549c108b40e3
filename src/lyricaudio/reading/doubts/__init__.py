"""What a person should look at: who disagrees with a reading, and why."""

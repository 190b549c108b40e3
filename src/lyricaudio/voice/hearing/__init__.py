"""What is heard in speech: where it begins and ends, and when each mora sounds."""

"""What the listener has heard and knows: a log that only grows, and what is due by it."""

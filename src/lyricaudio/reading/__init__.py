"""How a text is said: morae, accents, and who decided it."""

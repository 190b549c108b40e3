"""The speech, with the time of every mora."""

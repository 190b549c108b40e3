"""Sound itself: the `Audio` value and the codec, one outside library each."""

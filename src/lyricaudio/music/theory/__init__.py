"""What any music is made of: metres, chords and their voicing, patterns, the instruments' names."""

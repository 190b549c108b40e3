"""What a text means where it is not what it says: glosses in brackets, signs taken for others."""

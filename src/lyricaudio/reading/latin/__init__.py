"""Latin words that nothing else decided: spelled, or said as English."""

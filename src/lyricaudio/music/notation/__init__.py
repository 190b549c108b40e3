"""The tune written down for other singers: as a score, and as a project of a singing synthesizer."""

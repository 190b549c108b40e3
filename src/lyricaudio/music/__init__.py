"""When everything happens: bars, beats and the backing."""

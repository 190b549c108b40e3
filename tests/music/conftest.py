from __future__ import annotations

import sys

# tinysoundfont is published for Python up to 3.12; what is said where it is missing, test_soundfontfile asks.
collect_ignore = ["test_soundfont.py"] if sys.version_info >= (3, 13) else []

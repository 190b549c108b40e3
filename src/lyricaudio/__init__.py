"""Turn a song written in YAML into tagged study audio for the commute.

Data flows one way through seven rooms, each a package:

    song → lesson → reading → voice → music → mix → release

`build` is the straight line through them; `cli` is one file per command.
"""

__version__ = "0.1.0"

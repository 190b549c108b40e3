"""Turn a song written in YAML into tagged study audio for the commute.

Data flows one way through seven rooms, each a package:

    song → lesson → reading → voice → music → mix → release

`build` is the straight line through them; `cli` is one file per command.
"""

import os

# onnxruntime, which a neural voice brings, reports to its maker unless it is told not to before it is
# imported. A build opens no connection that the person did not choose.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"

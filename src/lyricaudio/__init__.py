"""Turn a song written in YAML into tagged study audio for the commute.

Data flows one way through seven rooms, each a package:

    song → lesson → reading → voice → music → mix → release

`build` is the straight line through them; `cli` is one file per command.
"""

import os

# onnxruntime, which a neural voice brings, reports to its maker unless it is told not to before it is
# imported. A build opens no connection that the person did not choose.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# A build keeps every processor busy with a process of its own. Threads of numpy's beside them mostly wait for
# each other, and burn a quarter of the CPU that it takes to find a song's lines in a recording.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

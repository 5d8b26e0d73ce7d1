"""The process that holds a GGUF model: llama.cpp behind HTTP on loopback, until its parent ends.

Run by EmbeddedEngine: one line of JSON on standard input says what to load, one line on standard
output where it listens; the end of standard input ends it, however the parent ended.
"""

import json
import sys
from typing import Any


def main() -> None:
    """Load, tell the address, and wait for the end of standard input."""
    wanted: dict[str, Any] = json.loads(sys.stdin.readline())
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = wanted["path"]
    parameters.n_ctx = wanted["context_tokens"]
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = wanted["threads"]
    parameters.cpuparams_batch.n_threads = wanted["threads"]
    parameters.ctx_shift = False  # an answer that is too long ends
    parameters.cache_ram_mib = 0  # by default it would keep up to 8 GB of old prompts
    parameters.api_keys = [wanted["key"]]  # without one, any process or web page may ask
    server = xllamacpp.Server(parameters)
    print(json.dumps({"address": server.listening_address}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()

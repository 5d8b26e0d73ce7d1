"""How much memory a model takes, reckoned before it is loaded."""

from tinyarms_daemon.domain.model import ModelDescription

# Published: llama.cpp keeps keys and values in 16-bit floats unless told otherwise.
_BYTES_A_VALUE = 2
# Estimated: weights take a little more in memory than in their file.
_WEIGHTS_FACTOR = 1.05
# Measured on llama.cpp's CPU backend: compute buffers of 85 to 340 MiB for 3 to 7 billion
# parameters; Metal's are taken to be of that order. And a process with its own structures.
_COMPUTE_BYTES = 300 * 1024**2
_PROCESS_BYTES = 256 * 1024**2


def predicted_bytes(
    size_bytes: int, description: ModelDescription, context_tokens: int
) -> int | None:
    """Weights, cache of keys and values, compute buffers; None where the model does not say what
    the cache depends on. The cache: 2 x layers x key-value heads x head width x tokens."""
    layers, heads = description.layers, description.key_value_heads
    width = description.head_dimension
    if layers is None or heads is None or width is None:
        return None
    cache = 2 * layers * heads * width * _BYTES_A_VALUE * context_tokens
    return round(size_bytes * _WEIGHTS_FACTOR) + cache + _COMPUTE_BYTES + _PROCESS_BYTES

"""Answers that are kept for a while."""


class Recent:
    """Keeps the newest answers, at most `size`, each for `seconds`."""

    def __init__(self, load, size, seconds, clock):
        self._load = load
        self._size = size
        self._seconds = seconds
        self._clock = clock
        self._kept = {}

    def get(self, key):
        now = self._clock()
        if key in self._kept:
            value, until = self._kept[key]
            if until > now:
                return value
            del self._kept[key]
        if len(self._kept) >= self._size:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
        value = self._load(key)
        self._kept[key] = (value, now + self._seconds)
        return value

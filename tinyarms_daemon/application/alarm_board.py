"""What is wrong now, by its cause: the one place where any part of the daemon says so."""

import threading


class AlarmBoard:
    """Sentences for a person, each under a key of whoever raised it; for several threads at once.

    An alarm stands until its cause is over and whoever raised it says so.
    """

    def __init__(self) -> None:
        self._alarms: dict[str, str] = {}
        self._lock = threading.Lock()

    def put(self, key: str, sentence: str | None) -> bool:
        """Raise an alarm, replace its sentence, or (None) take it back; True where it is news."""
        with self._lock:
            is_news = (key in self._alarms) != (sentence is not None)
            if sentence is None:
                self._alarms.pop(key, None)
            else:
                self._alarms[key] = sentence
            return is_news

    def by_cause(self) -> dict[str, str]:
        """The sentence of every alarm by its key, the oldest first."""
        with self._lock:
            return dict(self._alarms)

    def sentences(self) -> list[str]:
        """Every alarm, the oldest first."""
        return list(self.by_cause().values())

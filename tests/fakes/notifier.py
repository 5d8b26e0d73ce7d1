"""A notifier that remembers."""

from tinyarms_daemon.domain.system.notice import Notice


class RecordingNotifier:
    """The Notifier port; `notices` is what was told."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def notify(self, notice: Notice) -> None:
        self.notices.append(notice)

    def close(self) -> None:
        """Nothing is under way."""

"""A crontab line in a configuration."""

from tinyarms_daemon.domain.schedule import read_schedule


def read_cron(value: object) -> str:
    """A crontab line that comes at least once in some year, in lower case.

    Raises ValueError that says what must be.
    """
    read_schedule(value)
    return " ".join(str(value).lower().split())

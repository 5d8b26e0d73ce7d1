"""tinyarmsd with workers that misbehave."""

from tinyarms_daemon.__main__ import tinyarmsd
from tinyarms_daemon.bootstrap import workplace

if __name__ == "__main__":
    workplace.WORKER_MODULE = "tests.e2e.misbehaving_worker"
    tinyarmsd()

"""tinyarmsd with workers that misbehave."""

from tinyarms_daemon import bootstrap
from tinyarms_daemon.__main__ import tinyarmsd

if __name__ == "__main__":
    bootstrap.WORKER_MODULE = "tests.e2e.misbehaving_worker"
    tinyarmsd()

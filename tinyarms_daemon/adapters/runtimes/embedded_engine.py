"""A model in a process of its own: a native crash costs it alone, its end gives the memory back."""

import json
import os
import secrets
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from tinyarms_daemon.adapters.runtimes import embedded_server
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    RuntimeTrouble,
    ShouldStop,
    TroubleKind,
    never,
)

_LOOK_SECONDS = 0.05
_END_SECONDS = 5.0


def is_available() -> bool:
    """Whether the optional package that runs models is installed."""
    return find_spec("xllamacpp") is not None


class EmbeddedEngine:
    """One loaded GGUF file; `address` is where its process answers, for who has the `key`.

    Raises RuntimeTrouble where the file cannot be loaded, AskingStopped where `should_stop` says
    so before it is.
    """

    def __init__(
        self,
        file: Path,
        *,
        context_tokens: int,
        threads: int,
        load_seconds: float,
        should_stop: ShouldStop = never,
    ) -> None:
        self.context_tokens = context_tokens
        self.key = secrets.token_urlsafe(24)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", embedded_server.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the engine tells its whole configuration there
            start_new_session=True,
        )
        wanted = {
            "path": str(file),
            "context_tokens": context_tokens,
            "threads": threads,
            "key": self.key,
        }
        try:
            self.address = self._started(wanted, load_seconds, should_stop)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process that holds the model."""
        return self._process.pid

    def is_alive(self) -> bool:
        """False once its process has ended."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, at work or not."""
        self._process.kill()
        self._process.wait(_END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _started(
        self, wanted: dict[str, object], load_seconds: float, should_stop: ShouldStop
    ) -> str:
        """The address that the process tells. It is read in a thread, since it may never come."""
        said: list[bytes] = []
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        has_answered = threading.Event()

        def read() -> None:
            said.append(stdout.readline())
            has_answered.set()

        reader = threading.Thread(target=read, name="engine")
        reader.start()
        was_stopped = False
        try:
            stdin.write(json.dumps(wanted).encode() + b"\n")
            stdin.flush()
            for _ in range(round(load_seconds / _LOOK_SECONDS)):
                if has_answered.wait(_LOOK_SECONDS) or (was_stopped := should_stop()):
                    break
        except OSError:
            pass  # it has ended: no address comes
        finally:
            if not said:
                self._process.kill()
            reader.join()
        if was_stopped:
            raise AskingStopped
        try:
            return str(json.loads(said[0])["address"])
        except (IndexError, KeyError, TypeError, ValueError):
            name = os.path.basename(str(wanted["path"]))
            message = f"The model file {name} could not be loaded; check `inference.gguf_file`."
            raise RuntimeTrouble(TroubleKind.NO_ROOM, message) from None

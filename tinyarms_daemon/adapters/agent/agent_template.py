"""The agent's description, from the template in launchd/ and what one user's installation is."""

import plistlib
import re
import sys
from pathlib import Path
from typing import Any

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.system.agent import AgentDescription

_TEMPLATE = "launchd/com.tinyarms.daemon.plist"
_CELLAR = re.compile(r"(?P<prefix>.*)/Cellar/(?P<formula>[^/]+)/[^/]+/(?P<rest>.*)")


def describe_agent(*, home: Path, configuration: Path | None) -> AgentDescription:
    """The agent that runs this installation on a home. UsageError for a path that no file can say.

    `configuration` is the file that the user named, None where none was.
    """
    template = read_template()
    values = {"@PYTHON@": lasting_interpreter(sys.executable), "@HOME@": str(home)}
    filled = _filled(template, values)
    program = tuple(filled["ProgramArguments"])
    if configuration is not None:
        program += ("--config", str(configuration.absolute()))
    for word in program:
        _refuse_unspeakable(word)
    return AgentDescription(
        label=filled["Label"],
        program=program,
        working_directory=filled["WorkingDirectory"],
        error_file=filled["StandardErrorPath"],
        throttle_seconds=filled["ThrottleInterval"],
        exit_seconds=filled["ExitTimeOut"],
        umask=filled["Umask"],
        open_files=filled["SoftResourceLimits"]["NumberOfFiles"],
        low_priority_io=filled["LowPriorityIO"],
        materialize_dataless_files=filled["MaterializeDatalessFiles"],
    )


def read_template() -> dict[str, Any]:
    """The template as it is, placeholders and all."""
    template: dict[str, Any] = plistlib.loads(bundled(_TEMPLATE).read_bytes())
    return template


def lasting_interpreter(executable: str) -> str:
    """The interpreter by the path that an upgrade keeps.

    Not resolved: a virtual environment's own path must stay. Homebrew's Cellar holds one folder a
    version, which the next upgrade removes; opt/ always leads to the newest.
    """
    inside = _CELLAR.fullmatch(executable)
    if inside is None:
        return executable
    lasting = f"{inside['prefix']}/opt/{inside['formula']}/{inside['rest']}"
    return lasting if Path(lasting).exists() else executable


def _filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    if isinstance(value, str):
        for placeholder, filling in values.items():
            value = value.replace(placeholder, filling)
    return value


def _refuse_unspeakable(word: str) -> None:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        word = "\0"
    if not word.isprintable():
        raise UsageError(
            "The path of the home, of the configuration or of Python holds characters that the "
            "description of an agent cannot hold; name another home with --home."
        )

"""The end of a home: what the programs wrote goes, and nothing else."""

from pathlib import Path

from tinyarms_daemon.adapters.agent.agent_files import DiskAgentFiles
from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.adapters.kept_measurements import ResultsBook
from tinyarms_daemon.whole_file import write_whole


def used_home(path: Path) -> Home:
    home = Home(path)
    home.prepare()
    write_whole(home.database, "")
    write_whole(home.measured, "")
    ResultsBook(home.measurements).keep("validation", {"cases": 1})
    return home


def test_what_was_measured_is_the_programs_own(tmp_path: Path) -> None:
    home = used_home(tmp_path / "home")

    kept = DiskAgentFiles(tmp_path / "agent", home).purge()

    assert kept == ()
    assert not home.path.exists()


def test_what_somebody_put_beside_it_stays(tmp_path: Path) -> None:
    home = used_home(tmp_path / "home")
    (home.measurements / "notes.txt").write_text("mine")
    (home.path / "config.yaml").write_text("")

    kept = DiskAgentFiles(tmp_path / "agent", home).purge()

    assert kept == (str(home.path / "config.yaml"), str(home.measurements))

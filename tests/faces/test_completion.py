"""Completion, as a shell asks for it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox


def completions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> set[str]:
    monkeypatch.setenv("_TINYARMSCTL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("tinyarmsctl", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    drive(FakeToolbox())
    return {line.partition(",")[2] for line in capsys.readouterr().out.splitlines()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("fin",), {"findings"}),
        (("findings", "dis"), {"dismiss"}),
        (("scan", "--rule", "magic"), {"magic-numbers"}),
        (("export", "--format", "ht"), {"html"}),
        (("findings", "--repo", "sh"), {"shop"}),
        (("repo", "remove", "sh"), {"shop"}),
        (("rules", "show", "magic"), {"magic-numbers"}),
    ],
)
def test_words_are_completed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    expected: set[str],
) -> None:
    assert completions(monkeypatch, capsys, *words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shell: str
) -> None:
    drive(FakeToolbox(), "completion", shell)

    script = capsys.readouterr().out
    assert f"_TINYARMSCTL_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        file = tmp_path / "script"
        file.write_text(script)
        subprocess.run([shell, "-n", str(file)], check=True)


def test_sentences_are_whole_and_fish_keeps_their_commas(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drive(FakeToolbox(), "completion", "fish")
    assert 'string split --max 1 ","' in capsys.readouterr().out

    monkeypatch.setenv("_TINYARMSCTL_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "tinyarmsctl to")
    monkeypatch.setenv("COMP_CWORD", "to")
    drive(FakeToolbox())

    said = capsys.readouterr().out
    assert said == "plain,top\tWatch the queue, the headroom and what is found, live.\n"

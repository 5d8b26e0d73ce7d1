"""The files of a repository: git's own answer in a work tree, a walk by git's rules elsewhere."""

import os
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tinyarms_daemon.adapters.git.attribute_files import AttributeFiles
from tinyarms_daemon.adapters.git.changed_files import changed_lines
from tinyarms_daemon.adapters.git.command import (
    GitFailed,
    GitMissing,
    names_in,
    run_git,
    top_by_git,
    work_tree_top,
)
from tinyarms_daemon.adapters.git.commits import message_of, unpushed_messages
from tinyarms_daemon.adapters.git.ignore_file import IgnoredPaths, IgnoreFile
from tinyarms_daemon.adapters.git.source_file import file_stat, read_source_file
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.system.access import why_unreadable
from tinyarms_daemon.domain.work.commit_message import commit_of, commit_path
from tinyarms_daemon.domain.work.repository import FileStat
from tinyarms_daemon.domain.work.settling import TreeOperation
from tinyarms_daemon.ports.source_tree import RootFacts

_UNDER_WAY = (
    *("rebase-merge", "rebase-apply"),
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"),
)
# More paths than this are cheaper to find in a listing of everything than on a command line.
_MOST_PATHSPECS = 200
_MOST_IGNORE_BYTES = 200_000
# What macOS names when it asks whether to allow an access, and what it lists afterwards.
_INTERPRETER = os.path.realpath(sys.executable)
_UNKNOWN = FileStat(-1, 0, 0)  # no access to it: reading it will say why


class GitSourceTree:
    """The SourceTree port on git and the file system."""

    def inspect(self, path: str) -> RootFacts:
        root = os.path.realpath(os.path.expanduser(path))
        try:
            os.scandir(root).close()
        except FileNotFoundError:
            raise UsageError(f"{path} does not exist; name a folder that does.") from None
        except NotADirectoryError:
            raise UsageError(f"{path} is a file; name the folder that holds it.") from None
        except OSError as error:
            raise UsageError(f"{why_unreadable(path, error, _INTERPRETER)}.") from None
        try:
            top_by_git(root)
        except (GitMissing, GitFailed):
            return RootFacts(root, is_git=False)
        return RootFacts(root, is_git=True)

    def root_of(self, folder: str) -> str:
        try:
            return os.path.realpath(top_by_git(folder) or folder)
        except (GitMissing, GitFailed):
            return folder

    def list_files(
        self,
        root: str,
        *,
        is_git: bool,
        ignore: Sequence[str],
        excluded_roots: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> Mapping[str, FileStat]:
        _require_root(root, is_git=is_git)
        names = self._git_names(root, only) if is_git else self._walked_names(root, only)
        ignored = IgnoredPaths(ignore)
        nested = tuple(
            os.path.relpath(other, root) + "/"
            for other in excluded_roots
            if other.startswith(root + os.sep)
        )
        files: dict[str, FileStat] = {}
        attributes = AttributeFiles(root)
        linked: dict[str, bool] = {"": False}
        for name in names:
            if name.startswith(nested) or name in ignored:
                continue
            if _is_linked(root, _parent(name), linked):
                continue  # tracked, but its folder has given way to a link: git calls it deleted
            try:
                found = os.lstat(os.path.join(root, name))
            except (FileNotFoundError, NotADirectoryError):
                continue  # tracked, but deleted from the work tree
            except OSError:
                files[name] = _UNKNOWN
                continue
            if not stat.S_ISDIR(found.st_mode):  # a folder here is a submodule
                files[name] = attributes.stat_of(name, file_stat(found))
        return files

    def unseen(self, root: str, paths: Collection[str]) -> frozenset[str]:
        denied: dict[str, bool] = {"": False}
        return frozenset(path for path in paths if _is_denied(root, _parent(path), denied))

    def still_there(self, root: str, paths: Collection[str]) -> frozenset[str]:
        return frozenset(path for path in paths if os.path.isfile(os.path.join(root, path)))

    def commit_messages(self, root: str, most: int) -> Collection[str]:
        # Loaded where they are needed: many a command only asks where a repository is.
        from tinyarms_daemon.analysis.prose.mention import MENTION

        if not most or work_tree_top(root) is None:
            return ()
        return [
            commit_path(name)
            for name, text in unpushed_messages(root, most)
            if MENTION.search(text)
        ]

    def changed_lines(self, root: str, path: str) -> Collection[int] | None:
        return changed_lines(root, path)

    def operation_in_progress(self, root: str) -> TreeOperation | None:
        git_folder = _git_folder(root)
        if git_folder is None:
            return None
        if os.path.lexists(git_folder / "index.lock"):
            return TreeOperation.WRITING
        if any(os.path.lexists(git_folder / name) for name in _UNDER_WAY):
            return TreeOperation.UNDER_WAY
        return None

    def read_text(self, root: str, path: str, max_bytes: int) -> str | None:
        from tinyarms_daemon.analysis.source_text import decode

        commit = commit_of(path)
        if commit is not None:
            return message_of(root, commit)
        content = read_source_file(root, path, max_bytes).content
        if content is None:
            return None
        text = decode(content, language_of(path, content.partition(b"\n")[0]))
        return text if isinstance(text, str) else None

    def _git_names(self, root: str, only: Collection[str] | None) -> Iterable[str]:
        command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        if only is not None and len(only) <= _MOST_PATHSPECS:
            command += ["--", *only]
        try:
            printed = run_git(root, command)
        except (GitMissing, GitFailed) as error:
            raise RepositoryUnavailable(
                f"git cannot list {root}: {_sentence(str(error))} Its findings stay as they are."
            ) from error
        # What ends with a slash is a repository inside this one.
        names = {name for name in names_in(printed) if not name.endswith("/")}
        names |= set(_special_files(root, names if only is None else only))
        return names if only is None else names & set(only)

    def _walked_names(self, root: str, only: Collection[str] | None) -> Iterable[str]:
        names = _walk(root)
        return names if only is None else (name for name in names if name in only)


def _special_files(root: str, names: Collection[str]) -> Iterator[str]:
    """Pipes, sockets and devices called as source is, beside these names: git knows no such files,
    and whoever made them is told that they are not read."""
    for folder in {"", *map(_parent, names)}:
        try:
            entries = os.scandir(os.path.join(root, folder))
        except OSError:
            continue
        with entries:
            for entry in entries:
                if language_of(entry.name, None) and _is_special(entry):
                    yield f"{folder}/{entry.name}" if folder else entry.name


def _is_special(entry: os.DirEntry[str]) -> bool:
    return not (
        entry.is_file(follow_symlinks=False)
        or entry.is_dir(follow_symlinks=False)
        or entry.is_symlink()
    )


def _is_denied(root: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder or one above it refuses to be listed; one that is not there does not."""
    if folder not in known:
        known[folder] = _is_denied(root, _parent(folder), known) or _refuses(root, folder)
    return known[folder]


def _is_linked(root: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder or one above it is a symbolic link."""
    if folder not in known:
        known[folder] = _is_linked(root, _parent(folder), known) or os.path.islink(
            os.path.join(root, folder)
        )
    return known[folder]


def _refuses(root: str, folder: str) -> bool:
    try:
        os.scandir(os.path.join(root, folder)).close()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return False


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _sentence(said: str) -> str:
    return said if said.endswith(("?", ".")) else f"{said}."


def _require_root(root: str, *, is_git: bool) -> None:
    try:
        os.scandir(root).close()
    except OSError as error:
        raise RepositoryUnavailable(
            f"{_sentence(why_unreadable(root, error, _INTERPRETER))} Its findings stay as they are."
        ) from error
    if is_git and work_tree_top(root) is None:
        raise RepositoryUnavailable(
            f"{root} no longer holds its .git: moved or unmounted? Its findings stay as they are."
        )


def _git_folder(root: str) -> Path | None:
    top = work_tree_top(root)
    if top is None:
        return None
    marker = Path(top, ".git")
    if marker.is_dir():
        return marker
    try:  # a linked work tree or a submodule: the file names its folder
        said = marker.read_text(encoding="utf-8", errors="surrogateescape")
        return (marker.parent / said.removeprefix("gitdir:").strip()).resolve()
    except (OSError, ValueError):
        return None


def _walk(root: str) -> Iterator[str]:
    """Every name below a root that no .gitignore on the way excludes, never through a link."""
    waiting: list[tuple[tuple[str, ...], tuple[tuple[int, IgnoreFile], ...]]] = [((), ())]
    while waiting:
        folder, rules = waiting.pop()
        rules += _own_rules(root, folder)
        try:
            entries = sorted(os.scandir(os.path.join(root, *folder)), key=lambda entry: entry.name)
        except OSError:
            continue  # a folder that is denied hides its files; they stay as they are known
        for entry in entries:
            parts = (*folder, entry.name)
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or _is_ignored(parts, rules, is_folder=is_folder):
                continue
            if is_folder:
                waiting.append((parts, rules))
            else:
                yield "/".join(parts)


def _own_rules(root: str, folder: tuple[str, ...]) -> tuple[tuple[int, IgnoreFile], ...]:
    """The .gitignore of a folder, with the folder's depth; nothing where there is none."""
    content = read_source_file(root, "/".join((*folder, ".gitignore")), _MOST_IGNORE_BYTES).content
    return () if content is None else ((len(folder), IgnoreFile(content)),)


def _is_ignored(
    parts: tuple[str, ...], rules: Sequence[tuple[int, IgnoreFile]], *, is_folder: bool
) -> bool:
    names = [os.fsencode(part) for part in parts]
    for depth, rule in reversed(rules):  # the innermost file that says anything decides
        verdict = rule.verdict(names[depth:], is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False

"""What git knows of lines and files that something refers to."""

from pathlib import Path

import pytest

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.line_history import GitLineHistory
from tinyarms_daemon.ports.line_history import LineReference

CLIENT = "".join(f"const value{number} = {number};\n" for number in range(1, 41))
PAGE = "// As many as in client.ts:12.\nexport const tries = 3;\n"


@pytest.fixture
def shop(tmp_path: Path) -> GitRepository:
    repository = GitRepository(tmp_path / "shop")
    repository.root.mkdir()
    repository.git("init", "-q")
    repository.write("client.ts", CLIENT)
    repository.write("page.ts", PAGE)
    repository.commit()
    return repository


def line_now(shop: GitRepository, *, at: int = 1, line: int = 12) -> int | None:
    reference = LineReference("page.ts", at, "client.ts", line)
    return GitLineHistory(str(shop.root)).line_now(reference, "client.ts")


def is_taken_out(shop: GitRepository) -> bool:
    reference = LineReference("page.ts", 1, "client.ts", 12)
    return GitLineHistory(str(shop.root)).is_taken_out(reference, "client.ts")


def test_a_line_that_did_not_move_is_where_it_was(shop: GitRepository) -> None:
    assert line_now(shop) == 12


def test_a_line_moves_with_what_is_written_above_it(shop: GitRepository) -> None:
    shop.write("client.ts", "// a client\n\n" + CLIENT.replace("value3 = 3", "value3 = 33"))

    assert line_now(shop) == 14


def test_a_line_that_was_taken_out_is_nowhere(shop: GitRepository) -> None:
    shop.write("client.ts", CLIENT.replace("const value12 = 12;\n", ""))
    shop.commit()

    assert line_now(shop) is None
    assert is_taken_out(shop)


def test_a_line_that_was_rewritten_is_the_one_most_like_it(shop: GitRepository) -> None:
    shop.write("client.ts", "// a client\n" + CLIENT.replace("value12 = 12", "value12 = 120"))

    assert line_now(shop) == 13
    assert not is_taken_out(shop)


def test_a_line_that_several_are_like_is_not_known(shop: GitRepository) -> None:
    twice = "const value12 = 120;\nconst value12 = 120;\n"
    shop.write("client.ts", "// a client\n" + CLIENT.replace("const value12 = 12;\n", twice))

    assert line_now(shop) is None
    assert not is_taken_out(shop)


def test_a_line_that_gave_way_to_something_else_is_taken_out(shop: GitRepository) -> None:
    shop.write("client.ts", CLIENT.replace("const value12 = 12;", "for (;;) {}"))

    assert line_now(shop) is None
    assert is_taken_out(shop)


def test_a_line_that_went_elsewhere_is_known_by_its_text(shop: GitRepository) -> None:
    shop.write("client.ts", CLIENT.replace("const value12 = 12;\n", "") + "const value12 = 12;\n")

    assert line_now(shop) == 40
    assert not is_taken_out(shop)


def test_a_reference_that_moved_itself_is_known_by_its_text(shop: GitRepository) -> None:
    shop.write("client.ts", "// a client\n" + CLIENT)
    shop.commit()
    shop.write("page.ts", "// A page.\n\n" + PAGE)

    assert line_now(shop, at=3) == 13


def test_a_reference_that_is_not_committed_is_taken_at_its_word(shop: GitRepository) -> None:
    shop.write("page.ts", PAGE.replace("client.ts:12", "client.ts:13"))
    shop.write("client.ts", "// a client\n" + CLIENT)

    assert line_now(shop, line=13) is None


def test_a_message_refers_to_what_its_own_commit_holds(shop: GitRepository) -> None:
    commit = shop.git("rev-parse", "HEAD").strip()
    shop.write("client.ts", "// a client\n" + CLIENT)
    reference = LineReference(f"git:{commit}", 3, "client.ts", 12)

    assert GitLineHistory(str(shop.root)).line_now(reference, "client.ts") == 13


def test_a_renamed_file_is_followed(shop: GitRepository) -> None:
    shop.git("mv", "client.ts", "http.ts")
    shop.commit()
    (shop.root / "api").mkdir()
    shop.git("mv", "http.ts", "api/http.ts")
    shop.commit()
    history = GitLineHistory(str(shop.root))

    assert history.was_there("client.ts")
    assert not history.was_there("never.ts")
    assert history.renamed_to("client.ts") == "api/http.ts"
    assert history.renamed_to("never.ts") is None


def test_a_file_that_went_is_known_by_its_name_where_it_was_there_when_that_was_written(
    shop: GitRepository,
) -> None:
    shop.write("page.ts", "// Waits as client.ts does.\n")
    shop.commit()
    shop.git("rm", "-q", "client.ts")
    shop.commit()
    shop.write("page.ts", "// Waits as client.ts does.\n// As client.ts did.\n")
    shop.commit()
    history = GitLineHistory(str(shop.root))

    assert history.gone_since("client.ts", "page.ts", 1) == "client.ts"
    assert history.gone_since("client.ts", "page.ts", 2) is None
    assert history.gone_since("page.ts", "page.ts", 1) is None
    assert history.gone_since("ient.ts", "page.ts", 1) is None


def test_of_several_that_went_the_one_beside_is_meant_or_the_one_whose_path_is_said(
    shop: GitRepository,
) -> None:
    for folder in ("api", "web"):
        (shop.root / folder).mkdir()
        shop.write(f"{folder}/wait.ts", CLIENT)
    shop.write("api/page.ts", PAGE)
    shop.write("page.ts", "// Waits as wait.ts does.\n")
    shop.commit()
    shop.git("rm", "-q", "api/wait.ts", "web/wait.ts")
    history = GitLineHistory(str(shop.root))

    assert history.gone_since("wait.ts", "api/page.ts", 1) == "api/wait.ts"
    assert history.gone_since("wait.ts", "page.ts", 1) is None
    assert history.gone_since("web/wait.ts", "page.ts", 1) == "web/wait.ts"


def test_a_folder_that_is_named_like_an_option_is_a_folder(shop: GitRepository) -> None:
    shop.write("-d/wait.ts", "export {};\n")
    shop.write("page.ts", "// as wait.ts does\n")
    shop.commit()
    (shop.root / "-d/wait.ts").unlink()
    shop.commit()

    assert GitLineHistory(str(shop.root)).gone_since("wait.ts", "page.ts", 1) == "-d/wait.ts"


def test_what_lies_outside_of_the_folder_that_is_asked_of_is_not_gone(shop: GitRepository) -> None:
    (shop.root / "api").mkdir()
    shop.write("api/page.ts", PAGE)
    shop.commit()
    commit = shop.git("rev-parse", "HEAD").strip()
    history = GitLineHistory(str(shop.root / "api"))

    assert history.gone_since("client.ts", f"git:{commit}", 1) is None


def test_what_comes_and_goes_later_is_learned_of(shop: GitRepository) -> None:
    assert GitLineHistory(str(shop.root)).gone_since("wait.ts", "page.ts", 1) is None
    shop.write("wait.ts", CLIENT)
    shop.write("page.ts", "// Waits as wait.ts does.\n")
    shop.commit()
    shop.git("rm", "-q", "wait.ts")
    shop.commit()

    assert GitLineHistory(str(shop.root)).gone_since("wait.ts", "page.ts", 1) == "wait.ts"


@pytest.mark.parametrize("kind", ["textconv", "clean"])
def test_nothing_that_the_repository_names_is_run(
    shop: GitRepository, tmp_path: Path, kind: str
) -> None:
    marker = tmp_path / "was-run"
    program = shop.program("program", marker)
    shop.configure(f'[diff "x"]\n\ttextconv = {program}\n[filter "x"]\n\tclean = {program}\n')
    shop.write(".gitattributes", "*.ts diff=x\n" if kind == "textconv" else "*.ts filter=x\n")
    shop.write("page.ts", "\n" + PAGE)
    shop.write("client.ts", "// a client\n" + CLIENT)

    assert line_now(shop, at=2) == 13
    assert not marker.exists()


def test_outside_of_git_nothing_is_known(tmp_path: Path) -> None:
    history = GitLineHistory(str(tmp_path))

    assert history.line_now(LineReference("a.ts", 1, "b.ts", 1), "b.ts") is None
    assert not history.was_there("a.ts")
    assert history.renamed_to("a.ts") is None
    assert history.gone_since("a.ts", "b.ts", 1) is None

"""A folder of files that nobody wrote to be checked: what parsers, walkers and terminals break on.

`make_corpus` writes as many entries as it is asked for, the same ones every time. Each kind comes
in many variants: by language, by depth, by size. What a file system refuses is left out.
"""

import codecs
import os
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path

SUFFIXES = (
    ".py", ".js", ".ts", ".tsx", ".go", ".java", ".cpp", ".cs", ".php", ".sh", ".rs", ".swift",
    ".css", ".scss", ".html",
)  # fmt: skip
COLOR = "#ff0000"
_DEEP = 100_000
_HUGE_BYTES = 3_000_000


@dataclass
class Corpus:
    """What was written. `sources` are the files that are in a known language by their name."""

    root: Path
    sources: set[bytes] = field(default_factory=set)
    entries: int = 0
    open_sockets: list[socket.socket] = field(default_factory=list)

    def close(self) -> None:
        """Close what is open, and make deletable what is denied."""
        for each in self.open_sockets:
            each.close()
        for folder, _, _ in os.walk(self.root):
            with suppress(OSError):
                os.chmod(folder, 0o700)


def nested(depth: int) -> dict[str, tuple[str, str, str]]:
    """Code nested `depth` levels: by name, what opens, what stands inside and what closes."""
    return {
        "parentheses": ("(" * depth, "1", ")" * depth),
        "parentheses left open": ("(" * depth, "", ""),
        "brackets": ("[" * depth, "", "]" * depth),
        "braces": ("{" * depth, "", "}" * depth),
        "braces left open": ("{" * depth, "", ""),
        "closing only": ("", "", ")]}" * depth),
        "elements": ("<div>" * depth, "x", "</div>" * depth),
        "elements left open": ("<p><b>" * (depth // 2), "", ""),
        "conditions": ("if (a) " * (depth // 2), "b;", ""),
        "blocks": ("if (a) { " * (depth // 2), "b;", "}" * (depth // 2)),
        "otherwise": ("", "if (a) b;", " else if (a) b;" * (depth // 5)),
        "minus": ("x = " + "-" * depth, "1", ""),
        "not": ("x = " + "!" * depth, "1", ""),
        "nots": ("x = " + "not " * (depth // 2), "1", ""),
        "sums": ("x = ", '"a" + ' * (depth // 2), '"a"'),
        "differences": ("x = ", "1-" * depth, "1"),
        "members": ("x = a", ".b" * depth, ""),
        "calls": ("f(" * depth, "", ")" * depth),
        "calls of calls": ("f", "()" * depth, ""),
        "indexes": ("a", "[0]" * depth, ""),
        "choices": ("x = ", "a ? b : " * (depth // 4), "c"),
        "lambdas": ("x = ", "lambda: " * (depth // 4), "1"),
        "arrows": ("x = ", "a => " * (depth // 4), "1"),
        "templates": ("`${" * depth, "1", "}`" * depth),
        "substitutions": ("echo " + "$(" * depth, "x", ")" * depth),
        "generics": ("T<" * depth, "U", ">" * depth),
        "pointers": ("int " + "*" * depth, "p;", ""),
        "references": ("x = " + "&" * depth, "p", ""),
        "functions": ("function f() { " * (depth // 8), "", "}" * (depth // 8)),
        "classes": ("class A { " * (depth // 5), "", "}" * (depth // 5)),
        "rules of style": (".a { " * (depth // 3), f"color: {COLOR}", "}" * (depth // 3)),
        "selectors": (":not(" * (depth // 3), "a", ")" * (depth // 3)),
        "comments": ("/*" * depth, "", "*/" * depth),
        "directives": ("#if A\n" * (depth // 4), "", "#endif\n" * (depth // 4)),
        "documents in place": ("cat " + "<<A " * (depth // 4), "", "\nA" * (depth // 4)),
        "quotes": ("'\"" * depth, "", ""),
        "raw strings": ('r#"' * (depth // 3), "", '"#' * (depth // 3)),
        "annotations": ("@a\n" * (depth // 3), "x", ""),
        "awaits": ("x = " + "await " * (depth // 6), "y", ""),
        "patterns": ("match a { b => " * (depth // 10), "c", "}" * (depth // 10)),
        "formats": ("x = " + "f'{" * (depth // 3), "1", "}'" * (depth // 3)),
    }


def _nested_file(number: int) -> bytes:
    variants = nested(max(50, _DEEP >> (number // 600)))
    name = list(variants)[number % len(variants)]
    code = "".join(variants[name])
    start = "<?php " if number % len(SUFFIXES) == SUFFIXES.index(".php") else ""
    return (start + code[: _HUGE_BYTES // 4] + "\n").encode()


def _indented(number: int) -> bytes:
    depth = 90 + number % 700
    return (
        "".join(f"{' ' * level}if x:\n" for level in range(depth)).encode() + b" " * depth + b"y\n"
    )


def _random_bytes(number: int) -> bytes:
    return random.Random(number).randbytes(1 + number % 7 * 10_000)


def _random_tokens(number: int) -> bytes:
    chance = random.Random(number)
    tokens = ["(", ")", "{", "}", "[", "]", "<", ">", "if", "x", "1", '"', "'", "`", "\n", " ", "#",
              "=", ";", ":", "/*", "*/", "//", "\\", "$", "@", "é", "\0", "\ud800"]  # fmt: skip
    return "".join(chance.choices(tokens, k=20_000)).encode("utf-8", "surrogatepass")


_SAMPLE = f"/* é */ .a {{ color: {COLOR}; }}\n"
_ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\u202e\u2066[bold red]x[/] :smile: \r\b\x7f"

_CONTENTS: list[Callable[[int], bytes]] = [
    _nested_file,
    _nested_file,
    _nested_file,
    lambda _: b"",
    _random_bytes,
    _nested_file,
    lambda number: b"\x7fELF\x02\x01\x01" + bytes(number % 5000),
    lambda _: b"!function(){" + b"var a=1,b=2;a+b;" * 20_000 + b"}()",
    lambda number: b"x = 1\n" * (_HUGE_BYTES // 6 + number % 10),
    _nested_file,
    lambda number: f"x = '\xff\xfe {number}'\n".encode("latin-1") * 50,
    lambda _: _SAMPLE.encode("utf-16"),
    lambda _: _SAMPLE.encode("utf-16-be"),
    _nested_file,
    lambda _: codecs.BOM_UTF16_LE + b"x" * 999,
    lambda _: _SAMPLE.encode("utf-32"),
    lambda _: b"x = 1\n\0\0\0y = 2\n",
    lambda _: b"\0" * 5000,
    _nested_file,
    lambda number: b"x = " + b"a" * (900_000 - number % 9),
    lambda number: b"a " * (200_000 + number % 9),
    lambda _: b"a;" * 150_000,
    lambda _: b"\n" * 300_000,
    lambda _: b" " * 500_000,
    _random_tokens,
    lambda _: _SAMPLE.replace("\n", "\r\n").encode() * 20,
    lambda _: _SAMPLE.replace("\n", "\r").encode() * 20,
    lambda _: _SAMPLE.replace(" ", "\f").encode() + b"\f\v\x1c\x1d\x1e\x85\n",
    _nested_file,
    lambda _: codecs.BOM_UTF8 + _SAMPLE.encode(),
    lambda _: codecs.BOM_UTF8,
    lambda _: codecs.BOM_UTF8 * 3 + _SAMPLE.encode(),
    lambda _: f".a {{ color: {COLOR}; /* {_ESCAPES} */ }}\n".encode(),
    lambda _: f"x = '{_ESCAPES}{COLOR}'\n".encode(),
    lambda _: f"<<<<<<< HEAD\n{_SAMPLE}=======\n{_SAMPLE}>>>>>>> other\n".encode(),
    _indented,
    lambda _: b"\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\xfe\xff",
    lambda _: "x = '\u2028\u2029\u0085'\ny = 1\n".encode(),
    lambda _: ("e" + "\u0301" * 50_000).encode(),
    lambda number: b"".join(b"x%d = %d\n" % (each, each) for each in range(2000 + number % 9)),
    lambda _: b"#" * 400_000,
    lambda _: b"/*" + b"*" * 400_000,
    lambda _: b'"' + b"\\" * 400_000,
    lambda _: b"'''" + b"a\n" * 100_000,
    lambda _: b"x = " + b"9" * 300_000,
    lambda _: b"x = 0x" + b"f" * 300_000 + b"\ny = 1e999999999\n",
    lambda _: b"".join(b".c%d { color: #%06x; }\n" % (each, each) for each in range(1500)),
    lambda _: b"# tinyarms: ignore[" + b"magic-numbers, " * 20_000 + b"]\nx = 7\n",
    lambda _: b"# tinyarms: ignore-file[*]\n# tinyarms: ignore[\n# tinyarms: ignore[]\nx = 7\n",
    lambda _: b"class A:\n" + b"    def f(self): pass\n" * 5000,
    lambda _: b"def " + b"f" * 100_000 + b"(): return 42\n",
    lambda _: b"x = {" + b"'a': 1, " * 40_000 + b"}\n",
    lambda _: b"import " + b"a." * 100_000 + b"a\n",
]

_NAMES: list[bytes] = [
    b"a\nnewline.py", b"-rf.py", b"--help.css", b"--", b"it's.js", b'double".ts', b"back\\slash.py",
    b"tab\t.go", b"return\r.py", "emoji\U0001f525\U0001f468\u200d\U0001f469.py".encode(),
    "right\u202eto-left.py".encode(), "\u200f\u0627\u0644.css".encode(), b"x" * 251 + b".css",
    "\u00e9".encode() * 125 + b".py", b"not-utf8-\xff\xfe.py", b"\xed\xa0\x80.js",
    b"\x1b[31mred\x1b[0m.py", b"\x1b]0;title\x07.css", b"[bold]markup[/bold].py", b":smile:.css",
    b" leading.py", b"trailing .py", b"*.py", b"?.css", b"[a-z].py", b"~.py", b"$HOME.py",
    b"`id`.css", b"; true #.py", b"%s%n%x.py", b":(exclude)x.py", b":!x.css", b"#comment.py",
    b"!negated.py", b"CON.py", b"nul\x7f.py", "cafe\u0301.py".encode(), "caf\u00e9.py".encode(),
    "line\u2028separator.py".encode(), b"\xef\xbb\xbfbom.py", b"a&b|c.py", b"..py", b"...", b".py",
    b"a..b.py", b"=.css", b"{x}.py", b"%2e%2e%2f.py", b"\\x1b.py", b"a'\"`\n\t.css",
    b"UPPER.PY", b"two.suffixes.py.css", "zero\u200bwidth.py".encode(), b"\x01\x02.py",
]  # fmt: skip


def make_corpus(root: Path, entries: int, *, names_only: bool = False) -> Corpus:
    """Write `entries` hostile entries into a new folder; with `names_only` the content is sound."""
    root.mkdir()
    corpus = Corpus(root)
    makers = _odd_names(corpus) if names_only else _makers(corpus)
    for make in islice(makers, entries * 2):
        if corpus.entries >= entries:
            break
        with suppress(OSError, ValueError):  # what this file system cannot hold
            make()
            corpus.entries += 1
    return corpus


def _makers(corpus: Corpus) -> Iterator[Callable[[], None]]:
    """Odd places and odd names among odd contents, without end."""
    places, names = cycle(_PLACES), count()
    for number in count():
        yield lambda number=number: _write_content(corpus, number)  # type: ignore[misc]
        if number % 2 == 0:
            yield lambda: _write_name(corpus, next(names))
        if number % 3 == 0:
            place = next(places)
            yield lambda number=number, place=place: place(corpus, number)  # type: ignore[misc]


def _odd_names(corpus: Corpus) -> Iterator[Callable[[], None]]:
    for number in count():
        yield lambda number=number: _write_name(corpus, number)  # type: ignore[misc]


def _write_content(corpus: Corpus, number: int) -> None:
    content = _CONTENTS[number % len(_CONTENTS)](number)
    suffix = SUFFIXES[(number + number // len(_CONTENTS)) % len(SUFFIXES)]
    _write(corpus, f"content{number % 7}/file{number}{suffix}".encode(), content)


def _write_name(corpus: Corpus, number: int) -> None:
    name = _NAMES[number % len(_NAMES)]
    folder = b"names%d" % (number // len(_NAMES))
    _write(corpus, folder + b"/" + name, _SAMPLE.encode())


def _write(corpus: Corpus, name: bytes, content: bytes) -> None:
    path = os.fsencode(corpus.root) + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "xb") as file:
        file.write(content)
    _remember(corpus, name)


def _remember(corpus: Corpus, name: bytes) -> None:
    stem, _, suffix = name.rpartition(b"/")[2].rpartition(b".")
    if stem and f".{suffix.decode('latin-1').lower()}" in SUFFIXES:
        corpus.sources.add(name)


def _fifo(corpus: Corpus, number: int) -> None:
    name = f"pipe{number}.py"
    os.mkfifo(corpus.root / name)
    _remember(corpus, name.encode())


def _socket(corpus: Corpus, number: int) -> None:
    name = f"s{number}.py"
    listening = socket.socket(socket.AF_UNIX)
    corpus.open_sockets.append(listening)
    listening.bind(str(corpus.root / name))
    _remember(corpus, name.encode())


def _link(target: str) -> Callable[[Corpus, int], None]:
    def make(corpus: Corpus, number: int) -> None:
        name = f"link{number}.css"
        (corpus.root / name).symlink_to(target)
        _remember(corpus, name.encode())

    return make


def _loop(corpus: Corpus, number: int) -> None:
    for name, target in (
        (f"loop{number}a.js", f"loop{number}b.js"),
        (f"loop{number}b.js", f"loop{number}a.js"),
    ):
        (corpus.root / name).symlink_to(target)
        _remember(corpus, name.encode())


def _folder_link(corpus: Corpus, number: int) -> None:
    (corpus.root / f"again{number}").symlink_to(corpus.root)


def _chain(corpus: Corpus, number: int) -> None:
    _write(corpus, b"d/" * (100 + number % 100) + b"deep.py", _SAMPLE.encode())


def _beyond_the_longest_path(corpus: Corpus, number: int) -> None:
    """Below this folder there is a file that no absolute path can name."""
    folder = os.open(corpus.root, os.O_RDONLY)
    try:
        for name in [f"long{number}"] + ["y" * 250] * 20:
            os.mkdir(name, dir_fd=folder)
            inner = os.open(name, os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = inner
        os.close(os.open("far.py", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    finally:
        os.close(folder)


def _denied_file(corpus: Corpus, number: int) -> None:
    name = f"denied{number}.py"
    _write(corpus, name.encode(), _SAMPLE.encode())
    (corpus.root / name).chmod(0)


def _denied_folder(corpus: Corpus, number: int) -> None:
    folder = corpus.root / f"closed{number}"
    folder.mkdir()
    folder.chmod(0)


def _folder_named_as_file(corpus: Corpus, number: int) -> None:
    _write(corpus, b"folder%d.py/inner.py" % number, _SAMPLE.encode())


def _sparse(corpus: Corpus, number: int) -> None:
    name = b"sparse%d.py" % number
    _write(corpus, name, b"")
    os.truncate(os.fsencode(corpus.root) + b"/" + name, 1 << 40)


def _twin(corpus: Corpus, number: int) -> None:
    _write(corpus, b"twin%da.css" % number, _SAMPLE.encode())
    os.link(corpus.root / f"twin{number}a.css", corpus.root / f"twin{number}b.css")
    _remember(corpus, b"twin%db.css" % number)


def _own_files(corpus: Corpus, number: int) -> None:
    """Named as what tinyarms itself keeps and reads."""
    bomb = b"a: &a [x, x]\n" + b"".join(
        b"b%d: &b%d [*a, *a, *b%d]\n" % (each, each, max(0, each - 1)) for each in range(30)
    )
    _write(corpus, b"own%d/.tinyarms.yaml" % number, bomb)
    _write(corpus, b"own%d/tinyarms.db" % number, b"SQLite format 3\0 not really")


def _ignore_file(corpus: Corpus, number: int) -> None:
    _write(
        corpus,
        b"ignoring%d/.gitignore" % number,
        b"[[[\n!\n/**/**/**\n\\\n\xff\xfe\n" + b"*" * 5000,
    )


def _pipe_as_ignore_file(corpus: Corpus, number: int) -> None:
    (corpus.root / f"waiting{number}").mkdir()
    os.mkfifo(corpus.root / f"waiting{number}" / ".tinyarms.yaml")


def _odd_git(corpus: Corpus, number: int) -> None:
    _write(corpus, b"odd%d/.git" % number, b"gitdir: /dev/null\n" + b"x" * 100_000)


_PLACES: list[Callable[[Corpus, int], None]] = [
    _fifo, _socket, _link("/etc/passwd"), _link("nowhere.css"), _link("."), _link("/dev/zero"),
    _loop, _folder_link, _chain, _beyond_the_longest_path, _denied_file, _denied_folder,
    _folder_named_as_file, _sparse, _twin, _own_files, _ignore_file, _pipe_as_ignore_file,
    _link("../" * 50 + "etc/hosts"), _odd_git,
]  # fmt: skip

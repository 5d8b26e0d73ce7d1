"""magic-numbers: a number in logic that doesn't say what it means."""

from collections.abc import Iterator
from dataclasses import replace

from tinyarms_daemon.analysis.embedded_scripts import with_scripts
from tinyarms_daemon.analysis.file_roles import is_example, is_test
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES, MARKUP_LANGUAGES
from tinyarms_daemon.analysis.numbers.constant_names import suggested_name
from tinyarms_daemon.analysis.numbers.context import NumberInContext, numbers_in_context
from tinyarms_daemon.analysis.numbers.known_numbers import is_random
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.meaning import NumberMeaning
from tinyarms_daemon.analysis.numbers.positions import repeated_where_decided
from tinyarms_daemon.analysis.rule import (
    CheckedFile,
    FileRule,
    bash,
    go,
    html,
    java,
    python,
    rust,
    tsx,
)
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Severity, Sighting
from tinyarms_daemon.domain.findings.source import Region

_QUESTION = "Does the code here leave unsaid what this number means?"


class MagicNumbers(FileRule):
    """A bare number in logic hides what it means, and whether two equal ones mean the same.

    A name says it once, where it can be changed once. Numbers that a name, a unit, a position or
    the rest of the expression explains are left alone.
    """

    id = "magic-numbers"
    title = "Unexplained number in logic"
    fix_hint = "Give the number a name that says what it means, and use the name."
    severity = Severity.NOTE
    languages = CODE_LANGUAGES | MARKUP_LANGUAGES
    version = 35
    Options = NumberLimits

    bad = {
        "a limit in a condition": python("if retries > «5»:\n    give_up()\n"),
        "a rate in a product": python("total = price * «1.0825»\n"),
        "a time to wait": tsx("setTimeout(refresh, «2500»);"),
        "a limit of a length": go(
            "package p\n\nfunc f(s string) bool {\n\treturn len(s) > «72»\n}\n"
        ),
        "a key code": tsx("if (event.keyCode === «27») close();"),
        "what is added to a variable": java("class C { void f() { score += «15»; } }"),
        "a number of tries in a range": python("for attempt in range(«4»):\n    fetch()\n"),
        "a most and a pause, by other names": python(
            "chunk(rows, «500»)\ntimeout_add(«3000», refresh)\n"
        ),
        "how many there are to draw from": tsx(
            "function draw() { return Math.floor(Math.random() * «10000»); }"
        ),
        "a range to draw from": tsx("function place() { return Math.random() * «10» + «5»; }"),
        "what is taken from a code that was read": go(
            "package p\n\nfunc readHeader(blockID int) int {\n\treturn sizeOf(blockID - «4»)\n}\n"
        ),
        "a range of numbers alone": python("for x in range(-«340», 340, «20»):\n    plant(x)\n"),
        "a limit of what an address leads to": go(
            "package p\n\nfunc f() {\n\tif now()-load(&last) > «3700» {\n\t\tf()\n\t}\n}\n"
        ),
        "how much is read at most": go(
            "package p\n\nfunc f() {\n\tuse(io.LimitReader(r, «2048»))\n}\n"
        ),
        "by how much something grows": go(
            "package p\n\nfunc f() {\n\tuse(math.Pow(«1.08», tries))\n}\n"
        ),
        "a moment that is compared": go(
            "package p\n\nfunc f() bool {\n\treturn now.After(last.Add(«7» * time.Second))\n}\n"
        ),
        "how much of the last value is kept": python("rtt = («7» * rtt + seen) / 8\n"),
        "one number in two places": tsx("if (a > «37» || b > 37) stop();"),
        "how much is kept of a text": tsx(
            "const short = title.slice(0, «80»);\nconst day = stamp.slice(0, 10);"
        ),
        "how much is kept of rows": python("shown = rows[:«200»]\n"),
        "how many things are kept": tsx("return results.slice(0, «5»);"),
        "what is kept before an ellipsis": python("short = title[:«77»] + '...'\n"),
        "what is kept of a text that is joined here": python("shown = ', '.join(names)[:«44»]\n"),
        "how many are taken at once": python("save(rows[at : at + «500»])\n"),
        "a wait that brings its unit": go(
            "package p\n\nfunc f() {\n\ttime.Sleep(«5» * time.Second)\n}\n"
        ),
        "a power": tsx("if (age < «Math.pow(10, 7)») greet();"),
        "what is handed to a call": python("draw_grid(canvas, «14», name)\n"),
        "a fraction that is handed to a call": tsx("mute(accent, «0.35»);"),
        "a code in hex": python("if packet_type != «0x09»:\n    skip()\n"),
        "one of two codes": python("if code in («5», «15»):\n    skip()\n"),
        "a place in a tuple that is handed on": python("line.connect((host, «9»))\n"),
        "a field without its name": go(
            "package p\n\nfunc f(name string) {\n\tuse(Options{name, «5», true})\n}\n"
        ),
        "what is returned in one case": python(
            "def power(echo):\n    if echo is None:\n        return -«50»\n    return echo.power\n"
        ),
        "a width to pad to": python("label = name.ljust(«24»)\n"),
        "how often a script tries": bash("while [ $tries -lt «45» ]; do fetch; done\n"),
        "a length in characters": go(
            "package p\n\nfunc f(s string) bool {\n\treturn utf8.RuneCountInString(s) > «128»\n}\n"
        ),
        "a limit in the script of a page": html("<script>if (tries > «5») stop();</script>"),
        "a limit whose remark doesn't say it": python("if x > «37»:  # too many\n    stop()\n"),
        "what is added to widths": python("width = len(name) + «7»\n"),
        "where a range begins to go down": python(
            "for port in range(«12300», «9000», -1):\n    pass\n"
        ),
        "a margin of half a pixel": tsx("if (offset > end + «0.5») settle();"),
        "points for a length": python("score += len(text) / «100»\n"),
        "a long way to a place": python("before = text[at - «12» : at]\n"),
        "a duration whose name says no more": go(
            "package p\n\nfunc f() {\n\tduration := time.Second * «16»\n\tf(duration)\n}\n"
        ),
        "by how much a wait grows": go(
            "package p\n\nfunc f(try int) time.Duration {\n"
            "\tdelay := time.Duration(try) * «125» * time.Millisecond\n\treturn delay\n}\n"
        ),
        "a byte at a numbered place": go(
            "package p\n\nfunc f(head []byte) {\n\thead[34] = «0x5a»\n}\n"
        ),
        "the length of what has no one length": python("if len(nonce) != «24»:\n    refuse()\n"),
        "codes of the first and the last digit": tsx(
            "const isOther = (code) => code < «48» || code > «57»;"
        ),
        "a unit of the screen": python("height = content.height - dp(«88»)\n"),
        "a time after which something is given up": tsx("fetch(url, AbortSignal.timeout(«5000»));"),
        "a code that is written into a call": go(
            "package p\n\nfunc f(key []byte) []byte {\n\treturn append([]byte{«0x04»}, key...)\n}\n"
        ),
        "one code of several for one place": go(
            "package p\n\nfunc f(in []byte) bool {\n"
            "\treturn in[0] != 0xFF && in[0] != «0x44» && in[0] != 0x00\n}\n"
        ),
        "how many of a unit": python("if age > «5» * 60:\n    forget()\n"),
        "each of two that are added": python("draw(base, «14» + «40» + n * size)\n"),
        "where an animation begins to fade": tsx(
            "const fadeStyle = () => ({ opacity: interpolate(y, [0, height - «88»], [1, 0]) });"
        ),
        "a grid that places are rounded to": go(
            "package p\n\nfunc f(x int) int {\n\treturn at(x/«10»*10)\n}\n"
        ),
        "by how much a letter of a formula shrinks": python(
            "def cool(T):\n    T = rounded(T / «1.7», 2)\n    return T\n"
        ),
        "how many are taken": tsx("show(rows.take(«9»));"),
        "a code behind a mask": go(
            "package p\n\nfunc f(b byte) bool {\n\treturn b&0xfe == «0xe8»\n}\n"
        ),
        "a code at the end of a byte": python("if unit == «255»:\n    broadcast()\n"),
        "a tolerance that goes with a scale": python("if miss < «1e-6» * scale:\n    same()\n"),
        "what keeps a divisor from zero": python("share = part / (whole + «1e-7»)\n"),
        "a time that a call waits at most": go(
            "package p\n\nfunc f() {\n\tctx = context.WithTimeout(ctx, «5»*time.Second)\n}\n"
        ),
        "a default that is handed on": tsx("draw(box, box.radius ?? «12»);"),
        "how many times a row is repeated": python("cells = [None] * «91»\n"),
        "how much is read": python("size = stream.read(«4»)\n"),
        "where a loop begins to go down": go(
            "package p\n\nfunc f() {\n\tfor i := «255»; i >= 0; i-- {\n\t\tg(i)\n\t}\n}\n"
        ),
        "what stands for nothing where it is sorted": python(
            "rows.sort(key=lambda row: row.rank if row.is_ranked else «999»)\n"
        ),
        "a number of fields": python("if len(fields) != «6»:\n    stop()\n"),
        "a size beside a call that renders": tsx("adjustAfterRender(grid, name, «450»);"),
    }
    good = {
        "zero, one, two and minus one": python("if n > 2 or n == -1:\n    n = n * 2 + 1\n"),
        "halving": python("middle = width * 0.5\n"),
        "a constant": python("MAX_RETRIES = 5\n"),
        "a constant made of constants": tsx("export const TTL = 7 * DAY_MS;"),
        "an enum member": tsx("enum Level { Low = 10, High = 20 }"),
        "the default of a parameter": python("def fetch(timeout=30):\n    return timeout\n"),
        "a keyword argument": python("fetch(url, timeout=30)\n"),
        "a property": tsx("query({ staleTime: 30000, retry: 5 });"),
        "a style prop": tsx("<Box p={4} style={{ width: size * 1.5 }} />;"),
        "an index": python("name = row[3]\nhead = row[:10]\n"),
        "an index that is computed": tsx("const next = list[i + 3];"),
        "cases of a table": python(
            "def order(token):\n    if token.is_sum:\n        return 10\n    return 20\n"
        ),
        "the size of a font": python("font = Font(None, 40)\n"),
        "a mean with weights": python("middle = (a + 4 * b + c) / 6\n"),
        "months of a quarter": python("begin = month - (month - 1) % 3\n"),
        "the rest of a word": go(
            "package p\n\nfunc f(x uint64, n int) uint64 {\n\treturn x << 3 >> uint(64-n)\n}\n"
        ),
        "decimal digits in halves of a byte": go(
            "package p\n\nfunc f(x int) int {\n\treturn 10*(x>>4) + x&0x0f\n}\n"
        ),
        "what is shown beyond": tsx("const shown = count >= 100 ? '99+' : count;"),
        "constants of others": go(
            "package p\n\nfunc f(r int) int {\n\treturn r * 16645 // constants from a book\n}\n"
        ),
        "a row that is handed to a call": python("image.resize((640, 480))\n"),
        "a sequence of bytes": tsx("if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) skip();"),
        "characters that one is compared with": tsx(
            "const isSpace = (c) => c === 0x20 || c === 0x09 || c === 0x0b;"
        ),
        "fields of a format at their places": python(
            "use(data[at + 9], data[at + 10], data[at + 11])\n"
        ),
        "places that are filled in turn": go(
            "package p\n\nfunc f(s []int) {\n\ts[0] = 40\n\ts[1] = 50\n\ts[2] = 60\n}\n"
        ),
        "a field that begins at a place": python("name = data[28 : 28 + size]\n"),
        "the length of a hash that is named": python("if len(sha256) != 64:\n    refuse()\n"),
        "how many bits are kept": tsx("const low = BigInt.asIntN(32, whole);"),
        "what stands for what cannot be read": go(
            "package p\n\nfunc f(r rune) bool {\n\treturn r != 0xFFFD\n}\n"
        ),
        "the key of a text": tsx('reasons.set(0x11, "OVERFLOW");'),
        "a published constant in a comparison": tsx("const isDark = channel <= 0.03928;"),
        "the last two digits": python("label = f'{total % 100:02}'\n"),
        "a message that quotes a name": python(
            "assert count % 4 == 0, \"'count' is a multiple of four\"\n"
        ),
        "a table": python("sizes = [8, 16, 24]\ncodes = {'a': 5}\n"),
        "a status": tsx("if (response.status === 404 || res.statusCode >= 500) retry();"),
        "a status that is sent": tsx("res.status(404).json({ error });"),
        "a status where there is none": python("answer(text, error.code or 400)\n"),
        "seconds of a day": python("expires = now + 60 * 60 * 24\n"),
        "bytes of a mebibyte": python("if size > limit * 1024 * 1024:\n    stop()\n"),
        "seconds to milliseconds": tsx("const timeoutMs = seconds * 1000;"),
        "a count of a unit": go(
            "package p\n\nfunc f() S {\n\treturn S{Idle: 5 * time.Second}\n}\n"
        ),
        "parts and halves": python("third = width * (1 / 3)\nrounded = int(n + 0.5)\n"),
        "bytes that are begun": python("size = (bits + 7) // 8\n"),
        "a digit that is appended": python("value = value * 10 + int(char)\n"),
        "a term of a formula": tsx("const d = b * b - 4 * a * c;"),
        "what the function is called by": python("def to_base_26(n):\n    return n % 26\n"),
        "per cent": tsx("const percent = (done / total) * 100;"),
        "a mask": python("low = value & 255\nhigh = value >> 8\n"),
        "a default behind a name": tsx("const port = process.env.PORT || 3000;"),
        "a default behind a condition": tsx("draw(isFinite(max) ? max : 100);"),
        "rows of a table that are made by a call": python(
            "play([Frame('a', RED, 80), Frame('b', RED, 90), Frame('c', RED, 80)])\n"
        ),
        "rows of a table that are written as calls": tsx(
            "enter(codes, r(14, 16), 9);\nenter(codes, LAST, 5);\nenter(codes, r(3, 5), 7);"
        ),
        "a formula that is cited": go(
            "package p\n\n// Fog is told by https://example.org/wiki/Fog.\n"
            "func Fog(x, y float64) float64 {\n\treturn 0.4 * (x + 15.8*y)\n}\n"
        ),
        "what a message tells with its unit": python(
            "log.info('trying again in 30 seconds')\ntime.sleep(30)\n"
        ),
        "all bits of a mask": python("while bits & 3 == 3:\n    bits >>= 2\n"),
        "what begins a byte of UTF-8": tsx("if ((byte & 0xe0) === 0xc0) readTwo();"),
        "a digit in a name behind it": python("if id == 3 and key == VALVE_3_MODE:\n    turn()\n"),
        "what is shown below": tsx("const shown = p < 0.01 ? '<0.01' : p.toFixed(4);"),
        "bounds in a message": go(
            "package p\n\nfunc f(n int) error {\n\tif n != 5 && n != 6 {\n"
            '\t\treturn fail("number of fields: 5..6 expected")\n\t}\n\treturn nil\n}\n'
        ),
        "a duration that a setting names": go(
            "package p\n\nfunc f(c *Config) {\n\tc.Threshold.Duration = 500 * time.Millisecond\n}\n"
        ),
        "the rest of a circle": python("course = math.remainder(course, 360)\n"),
        "ounces of a pound": python("pounds = int(ounces) // 16\n"),
        "years that are leap": python("is_long = divides(year, 400)\n"),
        "a range of statuses": python("if answer.status not in range(200, 300):\n    stop()\n"),
        "a rectangle among other arguments": python(
            "box = Box(window, 100, 100, 400, 300, texts, callback)\n"
        ),
        "what a name behind it tells": tsx("if (bars === 12) { is12Bar = true; }"),
        "a clock": tsx("setInterval(showTime, 1000);"),
        "a default behind a string": python("limit = options.get('limit', 50)\n"),
        "a value behind a constant's name": python("s.setsockopt(TCP, TCP_KEEPIDLE, 40)\n"),
        "where a range begins": python("for at in range(3, len(rows)):\n    show(rows[at])\n"),
        "what a format takes": python("size = unpack('<i', stream.read(4))\n"),
        "a number of digits": tsx("price.toFixed(3); parseInt(text, 16);"),
        "what a remark speaks of": python(
            "# a sector has 512 bytes\nread += sectors * 512\nsize = width - 9  # the border\n"
        ),
        "what a message speaks of": python(
            "if len(name) > 50:\n    raise TooLong('at most 50 characters')\n"
        ),
        "what a remark tells in another unit": tsx(
            "// at least 8 s\noptions.timeout = Math.max(wait, 8000);"
        ),
        "bits that are tested in turn": python("bits = [value & 2**at > 0 for at in range(8)]\n"),
        "a key that is named beside its code": tsx(
            "// Escape\nif (kc === 27) close();\n"
            "switch (e.keyCode) {\n  // ArrowRight\n  case 39:\n    advance();\n}"
        ),
        "the last digit": python("digits.append(abs(left % 10))\n"),
        "a code with a remark": tsx("if (key === 27) close(); // Escape"),
        "where seconds go over": python("if t > 3600:\n    hours = t / 3600\n"),
        "degrees by a short name": python("far = abs((degb - dega) + 360)\n"),
        "letters and digits": go(
            "package p\n\nfunc f(d int) byte {\n\tif d < 26 {\n\t\treturn byte(d + 'a')\n\t}\n"
            "\treturn 0\n}\n"
        ),
        "a pause in a script": bash("sleep 45\n"),
        "a number in words": python("def three_months_before(month):\n    return month - 3\n"),
        "eighths": python("eighths = width * 8\n"),
        "two bytes": python("port = high * 256 + low\n"),
        "digits of a date": python("key = year * 10000 + month * 100 + day\n"),
        "parts of a pixel": go(
            "package p\n\nfunc f(img *image.RGBA, x int) int {\n\treturn x * 4\n}\n"
        ),
        "a length that guards an index": python("name = row[6] if len(row) > 6 else ''\n"),
        "a half in what rounds": go(
            "package p\n\nfunc round(rest float64) bool {\n\treturn rest >= 0.5\n}\n"
        ),
        "decibels": python("def from_db(db):\n    return 10 ** (db / 20)\n"),
        "the depth of a color": tsx("if (bitDepth === 16) widen();"),
        "a class of statuses": tsx("const isFine = answer >= 200 && answer < 300;"),
        "what wraps around": tsx("const at = (hue % 360 + 360) % 360;"),
        "what a name counts": tsx("const over250ms = times.filter((t) => t > 250);"),
        "a version": python(
            "if sys.version_info >= (3, 11) or sys.version_info[1] > 9:\n    f()\n"
        ),
        "degrees": tsx("const radians = (degrees * Math.PI) / 180;"),
        "the mean of three": python("mean = (a + b + c) / 3\n"),
        "a number of arguments": python("if len(sys.argv) < 3:\n    usage()\n"),
        "a date": tsx("const start = new Date(2024, 5, 17);"),
        "a hash function": java("class C { int hashCode() { return 31 * a + b; } }"),
        "a line of dashes": python("print('-' * 60)\n"),
        "a test": python("assert total == 37\n", path="tests/test_total.py"),
        "a type": tsx("type Size = 12 | 14;"),
        "a mode of a file": python("os.chmod(path, 0o644)\n"),
        "an annotation": java("class C { @Size(max = 40) @Retry(3) String name; }"),
        "a unit test in its module": rust(
            "#[cfg(test)]\nmod tests {\n    fn f() {\n        g(37);\n    }\n}\n"
        ),
    }
    lookalikes = {
        "a tolerance of rounding": python("if abs(a - b) < «1e-9»:\n    same()\n"),
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: NumberLimits
    ) -> Iterator[Sighting]:
        """One sighting for each place; those of one value are one finding."""
        if is_test(file.path) and not options.in_tests:
            return
        stem = file.path.rpartition("/")[2].partition(".")[0]
        found: dict[int, Sighting] = {}
        for begin, script in with_scripts(tree):
            for number in numbers_in_context(script, options):
                if is_example(file.path) and is_random(number.uses.first.name):
                    continue  # made up, as all data of an example
                meaning = NumberMeaning(number, stem)
                if meaning.is_said():
                    continue
                use, written = number.uses.first, script.text_of(number.whole)
                again = repeated_where_decided(script, use, written, options)
                for node in (number.whole, *again):
                    start, end = script.span_of(node)
                    region = tree.positions.region(begin + start, begin + end)
                    sighting = _sighting(number, region, is_doubtful=meaning.is_doubtful())
                    found.setdefault(begin + start, replace(sighting, text=script.text_of(node)))
        yield from found.values()


def _sighting(number: NumberInContext, region: Region, *, is_doubtful: bool) -> Sighting:
    text = number.tree.text_of(number.whole)
    name = suggested_name(number)
    such = f", such as {name}" if name else ""
    return Sighting(
        region=region,
        text=text,
        message=f"The number {text} has no name that says what it means{such}.",
        suggestion=name,
        measures={"value": number.value},
        identity=str(number.value),
        group=str(number.value),
        question=_QUESTION if is_doubtful else None,
    )

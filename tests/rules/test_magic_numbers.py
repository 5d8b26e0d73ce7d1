import pytest

from tests.rules.binding import bound_rules, rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Place

_RULES = rules_named("magic-numbers")


def seen(language: str, text: str, path: str = "src/file") -> list[Observation]:
    return list(analyze_text(path, language, text, _RULES).observations)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("python", "if retries > 37: pass", "MAX_RETRIES"),
        ("python", "if 37 < retries: pass", "MAX_RETRIES"),
        ("python", "if len(password) < 37: raise TooShort", "MIN_PASSWORD_LENGTH"),
        ("tsx", "if (user.name.length > 37) return;", "MAX_USER_NAME_LENGTH"),
        ("tsx", "if (event.keyCode === 37) f();", "ARROW_LEFT_KEY_CODE"),
        ("javascript", "if (e.which == 13) f();", "ENTER_KEY_CODE"),
        ("javascript", "if (e.keyCode === 229) f();", None),
        ("javascript", "if (header.kind !== 229) fail();", "EXPECTED_HEADER_KIND"),
        ("python", "if nonce == 37: f()", None),
        ("tsx", "setTimeout(f, 370);", "TIMEOUT_MS"),
        ("python", "shown = reply.text[:300]", "MAX_REPLY_TEXT_LENGTH"),
        ("python", "shown = text_of(node).strip()[:300]", "MAX_LENGTH"),
        ("python", "shown = title_of(node)[:300]", "MAX_TITLE_LENGTH"),
        ("tsx", "const shown = results.slice(0, 100);", "MAX_RESULTS"),
        ("go", "package p\n\nfunc f() { g(titles[:60]) }\n", "maxTitles"),
        ("tsx", "const g = debounce(f, 370);", "DEBOUNCE_MS"),
        ("tsx", "function f() { const total = price * 1.37; }", "TOTAL_FACTOR"),
        ("go", "package p\n\nfunc f() bool {\n\treturn s.retries > 37\n}\n", "maxRetries"),
        ("csharp", "class C { bool F() { return retries > 37; } }", "MaxRetries"),
        ("rust", "fn f() -> bool { self.retries > 37 }", "MAX_RETRIES"),
        ("python", "self.set_interval(37, f)", "INTERVAL_SECONDS"),
        ("tsx", "switch (e.keyCode) { case 75: f(); }", "K_KEY_CODE"),
        (
            "java",
            "class C { void f() { switch (e.getKeyCode()) { case 37: g(); } } }",
            None,
        ),
        (
            "go",
            "package p\n\nfunc f() {\n\tswitch e.KeyCode {\n\tcase 37:\n\t}\n}\n",
            None,
        ),
        ("python", "match event.mode:\n    case 37: f()", None),
        ("swift", "func f() { switch e.keyCode { case 37: g() } }", None),
        (
            "csharp",
            "class C { void F() { switch (e.KeyCode) { case 37: break; } } }",
            None,
        ),
        ("cpp", "void f() { switch (keycode) { case 37: g(); } }", None),
        ("php", "<?php switch ($keyCode) { case 37: f(); }", None),
        ("python", "if attempt < 7: again()", "MAX_ATTEMPTS"),
        ("python", "while size < 37: grow()", "MAX_SIZE"),
        ("tsx", "while (queue.length < 37) f();", "MAX_QUEUE_LENGTH"),
        ("tsx", "for (let page = 0; page < 37; page++) f();", "MAX_PAGE"),
        ("tsx", "if (age < 37) f();", "AGE_THRESHOLD"),
        ("tsx", "if (age <= 37 && age >= 0) f();", "MAX_AGE"),
        ("python", "if 0 < age <= 37: f()", "MAX_AGE"),
        ("go", "package p\n\nfunc f() {\n\tfor tries < 37 {\n\t}\n}\n", "maxTries"),
        ("python", "def f():\n    return elapsed_seconds < 37", "ELAPSED_SECONDS_THRESHOLD"),
        (
            "python",
            "def f(data):\n    return data[:37] if len(data) > 37 else data",
            "MAX_DATA_LENGTH",
        ),
        ("typescript", "const kept = (rows.length > 37) ? [] : rows", "ROWS_LENGTH_THRESHOLD"),
        ("python", "verbose >= 37 and debug()", "VERBOSE_THRESHOLD"),
        ("python", "if low < 1 or 37 < low: raise OutOfRange", "MAX_LOW"),
        ("python", "long = [t for t in titles if len(t) > 37]", "LENGTH_THRESHOLD"),
        ("tsx", "const A = <p>{count > 37 && <More />}</p>;", "COUNT_THRESHOLD"),
        ("tsx", "function isTooOld(age) { return age > 37; }", "AGE_THRESHOLD"),
        ("tsx", "if (graph.edges().length > 37) f();", "GRAPH_EDGES_LENGTH_THRESHOLD"),
        ("tsx", "function pull() { for (let i = 0; i < 37; i++) f(); }", "PULL_LIMIT"),
        ("python", "def pull_all():\n    time.sleep(37)", "PULL_ALL_DELAY_SECONDS"),
        ("go", "package p\n\nfunc pull() {\n\ttime.Sleep(370)\n}\n", "pullDelay"),
        (
            "go",
            "package p\n\nfunc pull() {\n\ttime.Sleep(75 * time.Millisecond)\n}\n",
            "pullDelay",
        ),
        (
            "go",
            "package p\n\nfunc pull() {\n\tt := time.NewTicker(20 * time.Second)\n}\n",
            "pullInterval",
        ),
        ("python", "class Feed:\n    def run(self):\n        sleep(37)", "FEED_DELAY_SECONDS"),
        ("python", "for attempt in range(37): f()", "MAX_ATTEMPTS"),
        ("python", "for lane in range(37): f()", "LANE_COUNT"),
        ("python", "for code in range(2, 37): f()", None),
        ("python", "if i % 37 == 0: f()", "INTERVAL"),
        ("python", "score += 37", "SCORE_INCREMENT"),
        ("python", "f(self.data['inner_heat'] / 37)", "INNER_HEAT_DIVISOR"),
        ("tsx", "draw(box, box.radius ?? 37);", "DEFAULT_BOX_RADIUS"),
        ("python", "share = part / (whole + 1e-7)", "SHARE_TOLERANCE"),
        ("python", "cells = [None] * 37", "CELLS_COUNT"),
        ("python", "if frame_size <= 37: pack()", "FRAME_SIZE_THRESHOLD"),
        ("python", "if frame_size >= 37: raise TooLarge", "MAX_FRAME_SIZE"),
        ("go", "package p\n\nfunc f() {\n\titems = items[:20]\n}\n", "maxItems"),
        ("tsx", "function isTablet() { if (width >= 37) return true; }", "WIDTH_THRESHOLD"),
        ("python", "if title and len(title) > 37: return title", "TITLE_LENGTH_THRESHOLD"),
        ("go", "package p\n\nfunc f() {\n\tif maxColors > 37 {\n\t}\n}\n", "maxColorsThreshold"),
        ("go", "package p\n\nfunc f() {\n\tif level > 37 {\n\t\tlevel = 37\n\t}\n}\n", "maxLevel"),
        ("python", "def drop(): return random.random() < 0.37", "DROP_PROBABILITY"),
        ("tsx", "const low = valueInPercent < 37 && f();", "PERCENT_THRESHOLD"),
        ("bash", 'test "$tries" -gt 37 && exit\n', "MAX_TRIES"),
        ("python", "fade(image, 37)", None),
        ("python", "def f(): return cos(hue) * 37", None),
        ("python", "def paint(): return len(rows) * 37", "ROWS_LENGTH_FACTOR"),
        ("python", "if x == 37: f()", None),
        (
            "python",
            "if plan['Rows per Loop'] < 37: f()",
            "ROWS_PER_LOOP_THRESHOLD",
        ),
        (
            "go",
            "package p\n\nfunc f() {\n\tif len(data) < 37 {\n\t\tg()\n\t\treturn errCut\n\t}\n}\n",
            "minDataLength",
        ),
    ],
)
def test_a_name_is_suggested_from_what_stands_beside_the_number_where_that_says_something(
    language, text, name
):
    (told,) = seen(language, text)

    assert told.suggestion == name
    assert ("such as" in told.message) == bool(name)


def test_what_is_cut_beyond_a_length_has_a_most():
    beyond, _ = seen("python", "if len(meta) > 37:\n    meta = meta[:34] + '...'\n")
    (read,) = seen("python", "if len(meta) >= 37:\n    show(meta[:7])\n")

    assert (beyond.suggestion, read.suggestion) == ("MAX_META_LENGTH", "META_LENGTH_THRESHOLD")


def test_one_number_in_many_places_and_notations_is_one_finding():
    (told,) = seen("python", "a > 37\nb > 37.0\nc > 3_7\n")

    assert (told.region.start.line, told.evidence) == (1, "37")
    assert told.related == (Place(None, 2, 2, "37.0"), Place(None, 3, 3, "3_7"))


def test_large_numbers_that_are_nearly_the_same_are_two_findings():
    told = seen("python", "a > 1234567\nb > 1234568\n")

    assert [each.evidence for each in told] == ["1234567", "1234568"]


def test_a_finding_is_named_by_its_value_wherever_it_stands():
    (before,) = seen("python", "a > 37\n")

    (after,) = seen("python", "\n\nif x:\n    b = c * 37\n")

    assert after.fingerprint == before.fingerprint


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tsx", "for (let i = 0; i < 37; i++) f(i);"),
        ("tsx", "while (n-- > 37) f();"),
        ("tsx", "const x = Math.min(items, 37);"),
        ("tsx", "if (elapsed > 37 * SECOND) f();"),
        ("python", "for attempt in range(37): f()"),
        ("python", "x = random.randint(1000, 9999)"),
        ("python", "pool = ThreadPoolExecutor(37)"),
        ("go", "package p\n\nfunc f() {\n\tc := make(chan int, 37)\n\tg(c)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\ttime.Sleep(370)\n}\n"),
        ("java", "class C { void f() throws E { Thread.sleep(370); } }"),
        ("cpp", "void f() { if (s.size() > 37) g(); }"),
        ("php", "<?php if (strlen($s) > 37) { f(); }"),
        ("swift", "func f() { if s.count > 37 { g() } }"),
        ("rust", "fn f() { for i in 0..37 { g(i); } }"),
        ("rust", "fn f() { match key_code { 37 => g(), _ => h() } }"),
        ("csharp", "class C { void F() { var x = mode switch { 37 => G(), _ => H() }; } }"),
        ("python", "if len(str(self.args)) > 30: f()"),
        ("python", "wait_for_status(client, 'available', 600)"),
        ("tsx", "const left = (position, size) => position.x - size.x / 8;"),
        ("go", "package p\n\nfunc f() {\n\trate.NewLimiter(every, 100)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tstate.C = make(chan *Event, 100)\n}\n"),
        ("python", "def do_http_request(): return counter_for_safety < 100"),
        ("tsx", "const label = unread < 10 ? unread.toFixed(0) : '0';"),
        ("go", "package p\n\nfunc f() {\n\tif depth > 128 {\n\t\treturn\n\t}\n}\n"),
        ("bash", 'if [ "$tries" -gt 37 ]; then exit; fi\n'),
        ("python", "badge.title = badge.title[:15]"),
        ("tsx", "const zoom = -event.deltaY * 0.01;"),
        ("tsx", "const cell = cells[row * 9 + column];"),
        ("python", "is_sampler = len(release.artists) > 3"),
        ("python", "gap = width * 10 ** -3"),
        ("tsx", "await timeout(75);"),
        ("tsx", "const parts = Math.round((end - begin) * 10);"),
        ("tsx", "if (age < Math.pow(10, 7)) f();"),
        ("go", "package p\n\nfunc f() {\n\trate := float64(n) / float64(5e9)\n\tg(rate)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tDo(r, wait+300*time.Millisecond)\n}\n"),
        ("tsx", "withDelay(FRAME_MS * 5, fade());"),
        ("python", "weights.insert(at, weight * 1.7)"),
        ("go", "package p\n\nfunc f() {\n\tNewToken(secret, 0, 40, 7, digest)\n}\n"),
        ("python", "for rank in range(20, least, -1): f()"),
        ("tsx", "setCookie('zone', settings.ZONE_OFFSET, 365);"),
        ("tsx", "const isNarrow = Math.abs(dot) > Math.cos(5 * Math.PI);"),
        ("python", "x = random.Random.range(300, 500)"),
        ("python", "shown = ', '.join(names)[:44]"),
        ("python", "shown = (row.get('owner', '') or '')[:12]"),
        ("python", "tag = sha256(text).hexdigest()[:14]"),
        ("python", "if len(params) * estimate < 0.3: f()"),
        ("python", "phase = (minutes + seconds) % 10.0"),
        ("tsx", "draw(text, left + (2 * i + 3) * step);"),
        ("tsx", "// https://host/project/issues/5\nconst grow = (size) => f(size * 1.35);"),
        ("tsx", "// https://host/colors\nconst all = rows.map((_, i) => f(i * 1.35));"),
        ("tsx", "run([f(a, 14), g(b, 14), h(c, 14)]);"),
        ("tsx", "const life = wait(750) ?? 0;"),
        ("tsx", "enter(t, 14); enter(t, 15);"),
        ("tsx", "delay(14); delay(15); delay(16);"),
        ("tsx", "run(() => f(a, 14)); run(() => f(b, 15)); run(() => f(c, 16));"),
        ("python", "def f(): cool(T=level - 14)"),
        ("python", "def f():\n    I0 = I0 * 1.37"),
        ("python", "shown = answer['rows'][:14]"),
        ("python", "shown = [row for row in found if row.is_open][:14]"),
        ("python", "at = np.linspace(low, high, 21)"),
        (
            "python",
            "frame['a'] = f(frame, 14); frame['b'] = f(frame, 15); frame['c'] = f(frame, 16)",
        ),
        ("tsx", "const wait = delayOf(config.wait, 14, DEFAULT_PRESS_MS);"),
        ("tsx", "const spent = 14 * PRESS_MS;"),
        ("tsx", "// 100 ms\nsetTimeout(f, 100000);"),
        ("tsx", "setTimeout(f, 100000); // 100 ms"),
        ("tsx", "Red = wait(31); Green = wait(32); Blue = wait(33);"),
        ("python", "event.x = data.read_int16_le(24)"),
        ("python", "if len(parts) != 6 or len(m.groups()) == 5: f()"),
        ("python", "cells = [None] * 256"),
        ("go", "package p\n\nfunc f() {\n\tb := make([]byte, 8)\n\tbig.PutUint64(b, n)\n}\n"),
        ("python", "if smallest < 1e-14: f()"),
        ("python", "index = int((share - 1e-9) // width)"),
        ("go", "package p\n\nfunc f() {\n\tctx, c := context.WithTimeout(ctx, 9*time.Second)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tkey, err := rsa.GenerateKey(rand.Reader, 4096)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tvt := term.New(25, 80)\n}\n"),
        ("tsx", "return draw(rect, rect.radius ?? 12);"),
        ("tsx", "read(Math.floor(headers.size) || 409600);"),
        ("tsx", "const f = () => g({ value: uid(21) });"),
        ("tsx", "view.setUint32(80, count, true);"),
        ("tsx", "const isSpace = (c) => c === 32;"),
        ("python", "exit(-55)"),
        ("go", "package p\n\nfunc f() {\n\tfor i := 7; i >= 0; i-- {\n\t\tg(i)\n\t}\n}\n"),
        ("python", "def f():\n    n = 40\n    g(n)"),
        ("python", "rows.sort(key=lambda row: row.rank if row.is_ranked else 999)"),
        ("python", "f(ranks.get(key, 999))"),
        ("tsx", "if (token.split('.').length !== 5) f();"),
        ("python", "at = np.arange(1, 5, 0.3)"),
        ("python", "ranks = np.zeros(27, dtype=int)"),
        ("python", "send(value=psutil.cpu_percent(4))"),
        ("go", "package p\n\nfunc f() {\n\tg(now.Add(-600))\n}\n"),
        ("go", "package p\n\nfunc f() {\n\theader := make([]byte, 9)\n\tg(header)\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tswitch packet.Tag {\n\tcase 14:\n\t\tg(1)\n\t}\n}\n"),
    ],
)
def test_numbers_in_logic_are_seen(language, text):
    assert len(seen(language, text)) >= 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tsx", "const hours = minutes / 60;"),
        ("tsx", "const isPm = hour >= 12;"),
        ("tsx", "if (300 <= status && status < 400) f();"),
        ("tsx", "if (err.code === 404) f();"),
        ("tsx", "server.listen(8080);"),
        ("python", "sleep(pause_minutes * 60)"),
        ("python", "run(root, self.most_minutes * 60)"),
        ("tsx", "if (server[1] !== (isSecure ? 443 : 80)) f();"),
        ("python", "if address[1] != (443 if is_secure else 80): f()"),
        ("tsx", "const rounded = Math.round(x * 1000) / 1000;"),
        ("tsx", "const gap = theme.spacing(3);"),
        ("tsx", "z.string().min(8).max(64);"),
        ("tsx", "const [page, setPage] = useState(25);"),
        ("tsx", "const id = Math.random().toString(36).slice(2, 9);"),
        ("tsx", "const big = 37n as const;"),
        ("tsx", "dayjs().add(7, 'day');"),
        ("tsx", "const o = { ...base, limit: 50 };"),
        ("tsx", "export const RETRY = BASE * 4;"),
        ("python", "return_code = 404 if missing else 200"),
        ("python", "raise HTTPException(404)"),
        ("tsx", "const shown = time === 12 ? 12 : time % 12;"),
        ("tsx", "const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;"),
        ("go", "package p\n\nfunc f() {\n\tif n < 1e6 {\n\t\tg(n / 1e6)\n\t}\n}\n"),
        ("python", "hours, rest = divmod(spent, 3600000)"),
        ("python", "time.sleep((least - spent) * 0.001)"),
        ("python", "add('--amount', type=IntRange(1, 100, clamp=True))"),
        ("python", "name = random_bytes(12)"),
        ("python", "f(rows.get(3))"),
        ("python", "port = os.getenv(f'{prefix}_PORT', 3306)"),
        ("python", "n = 40"),
        ("python", "def f(s):\n    s[0] = 40\n    s[1] = 50\n    s[2] = 60"),
        ("python", "size = struct.unpack('<i', stream.read(4))[0]"),
        ("python", "f(padding=ui.padding.all(14), margin=Margin(14))"),
        ("tsx", "const most = Math.max(0, Math.floor(options.most ?? 64));"),
        ("python", "self.deny(403, 'Forbidden')"),
        ("python", "sock.settimeout(15)"),
        ("python", "at = datetime.fromtimestamp(draft['at'] / 1000)"),
        ("python", "_SAFE = bytes(range(33)) + b','"),
        ("python", "A, B, C = range(7)"),
        ("python", "class C:\n    n: Annotated[int, Interval(3, 64)]"),
        ("python", "y = 299 * r + 587 * g + 114 * b"),
        ("python", "i += 3\nwhile i + 3 < n: f()"),
        ("python", "if offset >= 2**31: f()"),
        ("tsx", "if (s.charCodeAt(0) === 46 /* . */) f();"),
        ("tsx", "const label = `${(n / 1000).toFixed(1)}k`;"),
        ("tsx", "const padded = n < 10 ? `0${n}` : n;"),
        ("tsx", "const o = { duration: 200 * scale };"),
        ("python", "x = y ** 3 + 10 ** n"),
        ("python", "minutes, seconds = divmod(elapsed, 60)"),
        ("python", "spans = [('hour', hour, range(24)), ('day', day, range(1, 32))]"),
        ("python", "def ciede(hue): return 1 - 0.17 * cos(hue - 30) + 0.24 * cos(hue * 4)"),
        ("tsx", "if (e.key === 'Escape' || e.keyCode === 27) f();"),
        ("tsx", "const code = (s.charCodeAt(i) - 0xd800) * 0x400 - 0xdc00;"),
        ("tsx", "const hslToRgb = (h, s, l) => { const f = (n) => (n + h / 30) % 12; };"),
        ("java", "class C { int f() { return limit.orElse(45) + TimeUnit.DAYS.toMillis(5); } }"),
        ("java", "class C { void f() { g(Arrays.asList(5, 7)); } }"),
        ("rust", "fn f() { g(n.unwrap_or(35), c.to_digit(10)); }"),
        ("swift", "func f() { if flags & 8 == 8 { g(s.prefix(5)) } }"),
        ("cpp", "enum E { A = 37, B = A + 5 }; void f() { }"),
        ("go", "package p\n\nfunc f() {\n\tg(make(Fields, 6), make(map[string]int, 40))\n}\n"),
        ("bash", 'test $# -lt 3 || test "$status" -eq 404\n'),
        ("python", "element.set_attribute(box, 'width', 320)\nsize = 1024 ** unit"),
        ("tsx", "const isA = s.charCodeAt(i) === /* 'A' */ 65 || Math.abs(aspect - 16 / 9) < gap;"),
        ("rust", "fn f() -> K { match kind { 3 => K::Raw, 9 => K::Mapped, _ => K::None } }"),
        ("rust", "#[test]\nfn f() { g(h, 37); }"),
        ("rust", "fn f() -> bool { end >= 2u64.pow(62) }"),
        ("php", "<?php function f() { return explode('|', $zone, 3); }"),
        ("python", "environment.set('RETRIES', str(5))\nbits = key_size * 8"),
        ("python", "padding = (4 - size % 4) % 4"),
        ("python", "parts = line.split(',', 3)"),
        ("python", "class C:\n    limit = Field(50)\n    size: int = Option(30)"),
        ("python", "random.seed(1234)"),
        ("python", "w = kwargs.pop('width', 320)"),
        ("python", "x = int(text, 16)"),
        ("python", "@lru_cache(128)\ndef f(): pass"),
        ("python", "ax.set_ylim(0, 50)\nplt.subplot(3, 4, 5)"),
        ("go", 'package p\n\nvar n = flag.Int("workers", 8, "how many")\n'),
        (
            "go",
            "package p\n\nfunc f() {\n\tos.MkdirAll(d, 0755)\n\tstrconv.ParseInt(s, 10, 64)\n}\n",
        ),
        ("go", "package p\n\nvar wait = 30 * time.Second\nvar t = [][]int{{5, 7}, {9, 11}}\n"),
        ("java", "class C { int f(int m) { switch (m) { case 4: return 30; } return 31; } }"),
        ("cpp", "#if __GNUC__ >= 5\nchar buffer[512];\n#endif\n"),
        ("bash", "head -n 20 file | cut -c1-7; for i in {1..17}; do chmod 755 $i; done\n"),
        ("swift", "let v = Text(a).padding(16).frame(width: 320)"),
        ("go", "package p\n\nvar p = minf32(maxf32(percentage, -100), 100) / 100\n"),
        (
            "go",
            "package p\n\nfunc f() {\n\tfor s := 0; s < 8; s += 2 {\n\t\tg(b >> s)\n\t}\n}\n",
        ),
        ("go", "package p\n\nfunc f() {\n\tif n <= 64 {\n\t\tg(x << (64 - n))\n\t}\n}\n"),
        ("go", "package p\n\nfunc f() {\n\tfor n >= 10 {\n\t\tg(n % 10)\n\t\tn /= 10\n\t}\n}\n"),
        ("python", "frame['mean_20'] = smoothen(frame, 20)\nscale.mark(250, '250')"),
        ("python", "rest = 100 - 100 / (1 + gain)"),
        ("python", "a = 20 * math.log10(b)\nc = 10 ** (d / 20)"),
        ("python", "if size < 1024:\n    return size\nsize /= 1024.0"),
        ("python", "c = chr(ord('a') + digit - 10)"),
        ("python", "if name[:5] == 'color': f()\nstem = name[:-7]"),
        ("python", "side = 3**0.5 * width\nlevel = 255 - heard"),
        ("go", 'package p\n\nfunc f() bool {\n\treturn s[:7] == "sketch:" && g()\n}\n'),
        ("tsx", "const short = Math.round(x * 10) / 10;"),
        ("go", "package p\n\nvar most = entries * 0.01 // 1% of them\n"),
        ("python", "note = 12 * (log2(heard) - log2(440.0)) + 69"),
        ("python", "heard = 700 * (10 ** (mels / 2595) - 1)"),
        ("python", "wide = 2 ** (8 * nbytes - 1)\nrest = np.mod(seconds, 60)"),
        ("tsx", "const bitfield = new Uint8Array(Math.ceil(pieces.length / 8));"),
        ("tsx", "root.style.setProperty('--vh', `${window.innerHeight * 0.01}px`);"),
        ("python", "s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 40)"),
        ("php", "<?php curl_setopt($handle, CURLOPT_TIMEOUT, 30);"),
        ("go", "package p\n\nvar isNew = goversion.AtLeast(1, 18)\n"),
        ("python", "def f():\n    red, green, blue = range(3)"),
        ("python", "for factor in range(3, int(n**0.5) + 1, 2): f()"),
        ("python", "n = 10 * n + (ord(c) - ord('0'))"),
        ("go", "package p\n\nfunc f() {\n\tfor i := 0; i < n; i++ {\n\t\tmod *= 10\n\t}\n}\n"),
        ("python", "if ord(c) < 32 or ord(c) > 126: f()"),
        ("tsx", "if (box[2] - box[0] >= 360) minLng = -180;"),
        ("tsx", "context.arc(x, y, radius, 0.25 * Math.PI, Math.PI * 1.5);"),
        ("python", "head = radius * 0.866"),
        ("python", "def format_filesize(size): return size < 1024"),
        ("python", "if digit >= 8: f()"),
        ("go", "package p\n\nfunc f() {\n\tn = n*8 + int(c-'0')\n}\n"),
        ("python", "scaled = pixels / 127.5 - 1"),
        ("go", 'package p\n\nvar is = len(s) >= 8 && s[:8] == "timeout:"\n'),
        ("go", "package p\n\nfunc readUint64(at int) {\n\tif at+8 > most {\n\t}\n}\n"),
        ("python", "if ip.address_family == 4: f()"),
        ("python", "kind = array_type(segment.sample_width * 8)"),
        ("python", "rows = random.Random(20250131)\nos.chmod(path, 420)"),
        ("python", "if rest >= 3600:\n    hours, rest = divmod(rest, 3600)"),
        ("python", "for m in range(1, 13):\n    months.append(name_of(m))"),
        ("python", "turned = np.where(angular_distance > 180)"),
        ("python", "read_timeout = app.Option(10000, help='How long to wait')"),
        ("python", "area = cls(0.0200179144 * u.um**2)"),
        ("tsx", "function f() { this.legend = { top: 45 * DPI }; }"),
        ("tsx", "enter(t, r(14, 16), 9); enter(t, LAST, 5); enter(t, r(3, 5), 7);"),
        ("tsx", "this.life = options.life ?? new ConstantValue(7);"),
        ("tsx", "const out = (k) => 7.5625 * k * k;"),
        ("tsx", "// `a-z`\nif (code >= 97 && code <= 122) f();"),
        ("tsx", "Red = colorOf(31); Green = colorOf(32); Blue = colorOf(33);"),
        ("tsx", "const spent = 14 * HOUR_MS + 14 * DAY_IN_SECONDS;"),
        ("python", "# 100 ms\nusleep(100000)"),
        ("python", "time.sleep(0.1)  # 100 ms"),
        ("python", "ports.add(600)\nat = np.linspace(0, 10, 500)"),
        ("go", "package p\n\nfunc f() {\n\tfor nbits >= 8 {\n\t\tnbits -= 8\n\t}\n}\n"),
        ("go", "package p\n\nfunc f() {\n\taddr := make([]byte, 16)\n\tg(addr)\n}\n"),
        (
            "go",
            (
                "package p\n\nfunc f() {\n\tRed = newColor(31)\n\tGreen = newColor(32)\n"
                "\tBlue = newColor(33)\n}\n"
            ),
        ),
        (
            "go",
            (
                "package p\n\nfunc f() {\n\tswitch packet.Tag {\n\tcase 14:\n"
                '\t\tfail("tag 14 is of no use")\n\t}\n}\n'
            ),
        ),
        ("go", "package p\n\nfunc f() {\n\tr = r*16 + rune(c-'a'+10)\n}\n"),
        (
            "go",
            (
                "package p\n\n// Fog is told by https://host/wiki/Fog.\n"
                "func Fog() float64 {\n\treturn 0.4 * (x + 15.8*y)\n}\n"
            ),
        ),
        (
            "go",
            (
                "package p\n\nfunc f() {\n\tg(Rules{\n\t{`a`, By(Name, Using(3, 5, Name)), nil},\n"
                "\t{`b`, Text, nil},\n\t{`c`, Name, Push(`a`)},\n})\n}\n"
            ),
        ),
    ],
)
def test_numbers_that_explain_themselves_are_not_seen(language, text):
    assert seen(language, text) == []


def test_a_power_is_told_as_it_is_written():
    (told,) = seen("tsx", "if (age < Math.pow(10, 7)) f();")

    assert told.evidence == "Math.pow(10, 7)"


def test_a_fraction_is_told_without_its_power():
    (told,) = seen("go", "package p\n\nfunc f() {\n\tg(math.Pow(float64(0.693147), 2))\n}\n")

    assert told.evidence == "0.693147"


def test_what_an_example_draws_by_chance_is_made_up():
    text = "sleep(random.uniform(0.3, 0.7))\n"

    assert seen("python", text, "examples/shop.py") == []
    assert len(seen("python", text)) == len(["least", "most"])


def test_zero_is_a_number_like_others_where_it_is_not_left_out():
    rules = bound_rules({"magic-numbers": {"harmless_numbers": ()}})

    told = analyze_text("src/file", "python", "gap = width * 0\n", rules).observations

    assert [each.evidence for each in told if each.rule == "magic-numbers"] == ["0"]


def test_what_is_cut_where_it_is_longer_is_the_same_number():
    (told,) = seen("python", "if len(a) > 7:\n    a = a[:7]\n")

    assert told.related == (Place(None, 2, 2, "7"),)


@pytest.mark.parametrize(
    ("language", "text", "again"),
    [
        ("python", "if wait > 9000:\n    wait = 9000\n", [2]),
        ("typescript", "if (wait > 9000) {\n  wait = 9000;\n}", [2]),
        (
            "go",
            "package p\n\nfunc f() {\n\tif wait > 9000 {\n\t\twait = uint64(9000)\n\t}\n}\n",
            [5],
        ),
        ("python", "if size > 9000:\n    text = text[9000 - rest :]\n", [2]),
        ("python", "if size > 7:\n    text = text[7 - rest :]\n", []),
        ("python", "if size > 12:\n    if month == 12:\n        pass\n", []),
        ("python", "if kind == 9000:\n    wait = 9000\n", []),
        ("python", "if wait > 9000:\n    pass\nwait = 9000\n", []),
    ],
)
def test_a_bound_that_is_set_where_something_is_beyond_it_is_the_same_number(language, text, again):
    (told,) = seen(language, text)

    assert [place.start_line for place in told.related] == again


@pytest.mark.parametrize(
    ("width", "used", "told"),
    [
        (64, "x << rest", []),
        (32, "x >> rest", []),
        (64, "x * rest", ["64"]),
        (48, "x << rest", ["48"]),
    ],
)
def test_the_bits_of_a_word_are_known_where_the_lines_around_shift(width, used, told):
    body = f"\trest := {width} - count\n\treturn {used}\n"
    text = f"package p\n\nfunc f(x, count Key) Key {{\n{body}}}\n"

    assert [each.evidence for each in seen("go", text)] == told


@pytest.mark.parametrize("path", ["tests/test_a.py", "src/a.test.py", "pkg/conftest.py"])
def test_tests_are_left_alone(path):
    assert seen("python", "assert x > 37\n", path) == []

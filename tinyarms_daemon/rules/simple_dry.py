"""simple-dry: a block of code that stands in several places."""

from collections.abc import Collection, Iterable, Iterator

from tinyarms_daemon.analysis.clones.facts import clone_facts, silenced_lines
from tinyarms_daemon.analysis.clones.index import CloneIndex
from tinyarms_daemon.analysis.clones.limits import CloneLimits
from tinyarms_daemon.analysis.clones.report import conclusions_of, first_paths
from tinyarms_daemon.analysis.clones.search import CloneSearch
from tinyarms_daemon.analysis.clones.units import units_of
from tinyarms_daemon.analysis.file_roles import is_migration
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import CheckedFile, go, java, python, tsx
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import Conclusion, FactData
from tinyarms_daemon.domain.findings.rule import Sighting
from tinyarms_daemon.ports.project import Project

_SILENCED = "silenced"

# Code of the examples.
_TOTALS = """totals = {}
    for row in rows:
        if row["year"] != year:
            continue
        amount = float(row["amount"])
        if row.get("refunded") == "yes":
            amount = -amount
        totals[row["month"]] = totals.get(row["month"], 0.0) + amount
    best = max(totals, key=totals.get, default=None)"""
_LIST = """export function {Thing}List({{ team }}: Props) {{
  const [{thing}s, set{Thing}s] = useState<{Thing}[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {{
    api.get(`/teams/${{team}}/{thing}s`)
      .then((answer) => set{Thing}s(answer.data))
      .catch((reason) => setError(reason.message));
  }}, [team]);
  if (error) return <Alert>{{error}}</Alert>;
  return (
    <ul>
      {{{thing}s.map(({thing}) => <li key={{{thing}.id}}>{{{thing}.name}}</li>)}}
    </ul>
  );
}}"""
_ROW = """int drawRow(int y, int start, int stop, Color color) {
        int changed = 0;
        for (int x = Math.max(start, 0); x < Math.min(stop, width); x++) {
            if (color.equals(cells.get(x, y))) {
                continue;
            }
            cells.put(x, y, color);
            changed++;
        }
        return changed;
    }"""
_COLUMN = """int drawColumn(int x, int top, int bottom, Color color) {
        int changed = 0;
        for (int y = Math.max(top, 0); y < Math.min(bottom, height); y++) {
            if (color.equals(cells.get(x, y))) {
                continue;
            }
            cells.put(x, y, color);
            changed++;
        }
        return changed;
    }"""
_HEAD = """import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

NAME = "shop"
LIMITS = {"small": 10, "medium": 100, "large": 1000}
COLORS = ["red", "green", "blue", "black", "white"]
"""


def _parse(more: str) -> str:
    """A function, with or without one more statement; the former is marked."""
    function = f"""func parseLine(line string) (Entry, bool) {{
	parts := strings.SplitN(line, "=", 2)
	if len(parts) != 2 {{
		return Entry{{}}, false
	}}
	key := strings.TrimSpace(parts[0])
	value := strings.Trim(strings.TrimSpace(parts[1]), "'")
{more}	if key == "" || strings.HasPrefix(key, "#") {{
		return Entry{{}}, false
	}}
	return Entry{{Key: key, Value: value}}, true
}}"""
    return f"package p\n\n{function if more else f'«{function}»'}\n"


def _options(program: str, *names: str) -> str:
    lines = [f'    parser.add_argument("--{name}", help="the {name}")\n' for name in names]
    return (
        f"def main():\n    parser = ArgumentParser(description={program!r})\n{''.join(lines)}"
        f"    {program}(parser.parse_args())\n"
    )


def _fields(*names: str) -> str:
    lines = [
        f"    <Field\n      name='{name}'\n      value={{values.{name}}}\n"
        f"      onChange={{(event) => change('{name}', event.target.value)}}\n    />\n"
        for name in names
    ]
    form = "".join(lines)
    return f"export const Form = ({{ values, change }}) => (\n  <form>\n{form}  </form>\n);\n"


def _steps(*names: str) -> str:
    lines = [
        f"\t{name.lower()}, err := c.Make{name}(ctx)\n\tif err != nil {{\n\t\treturn err\n\t}}\n"
        for name in names
    ]
    head = "package p\n\nfunc (c *C) Run(ctx context.Context) error {\n"
    return head + "".join(lines) + "\treturn nil\n}\n"


def _request(thing: str, method: str, path: str) -> str:
    return f"""package p

func (c *{thing}Client) Update(
	ctx context.Context, it *{thing}, opts {thing}Opts,
) (*{thing}, *Response, error) {{
	path := fmt.Sprintf("/{path}/%d", it.ID)
	req, err := c.client.NewRequest(ctx, "{method}", path, opts.body())
	if err != nil {{
		return nil, nil, err
	}}
	answer := schema.{thing}Response{{}}
	resp, err := c.client.Do(req, &answer)
	if err != nil {{
		return nil, resp, err
	}}
	return {thing}FromSchema(answer.{thing}), resp, nil
}}
"""


class SimpleDry(ProjectRule):
    """A block that is written twice is changed once, and then there are two versions of it.

    The block is found again where names and values are others, and where a few statements are;
    functions that begin alike, names and values included, are told as far as they do; functions and
    blocks most of which is a copy are told whole.
    Imports, types, tables of data and other declarations are no blocks, nor are migrations; rows of
    like statements count once, and calls that only hand on are uses of one interface, until they
    are many, or functions that differ in hardly a name. A class of copies is one finding, at its
    first place, and says how many there are; a place that shares a part of it is named with it.
    """

    id = "simple-dry"
    title = "Repeated block of code"
    fix_hint = "Write the block once, as a function with what differs as parameters, and call it."
    version = 25
    languages = CODE_LANGUAGES
    Options = CloneLimits

    bad = {}
    projects_bad = {
        "a block in two files": {
            "chart.py": python(f"«def draw(pen, rows):\n    {_TOTALS}\n    pen.bar(best)»\n"),
            "sales.py": python(f"def monthly(rows):\n    {_TOTALS}\n    return totals, best\n"),
        },
        "a component with other names": {
            "Users.tsx": tsx(_LIST.format(Thing="User", thing="user")),
            "Orders.tsx": tsx(f"«{_LIST.format(Thing='Order', thing='order')}»"),
        },
        "a function with a statement more": {
            "a.go": go(_parse("")),
            "b.go": go(_parse("\tkey = strings.ToLower(key)\n")),
        },
        "two methods of a class": {
            "Canvas.java": java(f"class Canvas {{\n    «{_ROW}»\n\n    {_COLUMN}\n}}\n"),
        },
    }
    good = {
        "an empty file": python(""),
    }
    projects_good = {
        "the same imports and constants": {
            "a.py": python(_HEAD + "print(os.getcwd())\n"),
            "b.py": python(_HEAD + "print(sys.argv)\n"),
        },
        "options of two programs": {
            "convert.py": python(_options("convert", "width", "height", "format", "quality")),
            "crawl.py": python(_options("crawl", "depth", "pause", "order", "report")),
        },
        "the same fields": {
            "User.tsx": tsx(_fields("name", "email", "phone")),
            "Firm.tsx": tsx(_fields("title", "street", "city")),
        },
        "errors that are handed on": {
            "setup.go": go(_steps("Network", "Disk", "Machine")),
            "close.go": go(_steps("Entries", "Totals", "Statement")),
        },
        "requests to a service": {
            "certificates.go": go(_request("Certificate", "PUT", "certificates")),
            "balancers.go": go(_request("Balancer", "POST", "balancers")),
        },
        "a block that a comment silences in all places but one": {
            "a.py": python(
                f"# tinyarms: ignore[simple-dry]\ndef f(rows):\n    {_TOTALS}\n    return best\n"
            ),
            "b.py": python(f"def g(rows):\n    {_TOTALS}\n    return totals\n"),
        },
    }

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: CloneLimits
    ) -> Iterable[tuple[str, str, FactData]]:
        """The record of the file's code, and the windows by which copies find it."""
        del options
        return () if is_migration(file.path) else clone_facts(tree, file.path, self.id)

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: CloneLimits
    ) -> Iterator[Sighting]:
        """Nothing but the blocks that comments silence, so that the comments count as used."""
        del file, options
        silenced = silenced_lines(tree, self.id)
        told = set()
        for unit in units_of(tree) if silenced else ():
            comment = silenced.get(tree.positions.line_of(unit.start))
            if comment is not None and comment not in told:
                told.add(comment)
                yield Sighting(
                    region=tree.positions.region(unit.start, unit.end),
                    text=tree.text[unit.start : unit.end],
                    message="Copies of what begins here are not told.",
                    identity=_SILENCED,
                    topic=_SILENCED,
                )

    def conclude_changed(
        self, project: Project, topics: Collection[str], options: CloneLimits
    ) -> tuple[Collection[str], Iterable[Conclusion]]:
        """With the files that changed all those that are copies of them now, or were before."""
        search = CloneSearch(CloneIndex(project), options)
        concerned = map(file_topic, search.concerned_by(topics))
        wider = {*topics, *project.resting_with(topics), *concerned}
        return wider, self._conclusions_on(wider, search)

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: CloneLimits
    ) -> Iterable[Conclusion]:
        """One finding for each class of copies."""
        search = CloneSearch(CloneIndex(project), options)
        if topics is None:
            classes = search.classes_around(search.index.load_all())
            return conclusions_of(self.id, self.severity, classes, search.index)
        return self._conclusions_on(topics, search)

    def _conclusions_on(self, topics: Collection[str], search: CloneSearch) -> Iterator[Conclusion]:
        paths = search.index.load(topics)
        classes = search.classes_around(paths)
        first = first_paths(classes, search.index).difference(paths)
        if first:  # findings of one file that share their core are told apart by their number
            classes = search.classes_around([*paths, *first])
        for each in conclusions_of(self.id, self.severity, classes, search.index):
            if not each.topics.isdisjoint(topics):
                yield each

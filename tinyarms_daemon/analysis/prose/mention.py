"""How a source file is named in prose: without what else reads prose, since git's messages are
looked through for it by those who load no rule."""

import re

from tinyarms_daemon.analysis.languages import SOURCE_SUFFIXES

_SUFFIX = "|".join(
    re.escape(suffix) for suffix in sorted(SOURCE_SUFFIXES, key=lambda each: (-len(each), each))
)
# Routes of a web framework have brackets around a folder's name.
_STEP = r"(?:\([\w.-]+\)|\[{1,2}[\w.-]+\]{1,2}|[\w.@+$-]*[\w$])"
MENTION = re.compile(
    rf"""(?<![\w@/\\.~$%&=?\#*{{}}+:-])
    (?P<path>(?:(?:\.{{1,2}}/)+|/)?(?:{_STEP}/)*{_STEP}(?:{_SUFFIX}))
    (?: :(?P<line>\d+)(?:-(?P<last>\d+)|(?P<column>:\d+))?
      | \#L(?P<anchor>\d+)(?:C\d+)?(?:-L?(?P<anchor_last>\d+)(?:C\d+)?)?
      | (?:::?|\#)(?P<symbol>[A-Za-z_](?:::|\w|\.(?=\w))*+)(?:\(\))? )?
    (?![\w/\\(*{{=$@%+-]|\[[A-Z]+\]|\.[\w*]|:\w|::|\#)""",
    re.VERBOSE,
)

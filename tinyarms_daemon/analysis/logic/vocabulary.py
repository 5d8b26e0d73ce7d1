"""What calls and operators mean, in words that no language owns."""

from functools import lru_cache

from tinyarms_daemon.analysis.identifier_words import word_set, words_of

# Concept: the names, in lower case, by which languages and their libraries call it.
_CONCEPTS = {
    "sum": "sum sumby fsum reduce_sum",
    "min": "min minby minimum amin",
    "max": "max maxby maximum amax",
    "mean": "mean average avg fmean",
    "sort": "sort sorted sortby orderby tosorted slicestable sortfunc sortslice sortstable ints "
    "nlargest nsmallest heapify heappush heappop heapreplace heappushpop priorityqueue",
    "reverse": "reverse reversed toreversed",
    "collect": "map append push extend concat pushback addall appendleft unshift insert",
    "flatten": "flat flatmap from_iterable flatten",
    "filter": "filter reject partition compact",
    "reduce": "reduce fold reduceright accumulate foldl",
    "each": "foreach enumerate iter each",
    "any": "any some containsfunc anymatch exists",
    "all": "all every allmatch",
    "find": "find findindex findlast next indexfunc search",
    "place": "binarysearch bisect_left bisect bisect_right searchstrings searchints insort",
    "contains": "has includes contains indexof lastindexof haskey containskey __contains__ "
    "issubset difference intersection",
    "length": "len length size count_of",
    "keys": "keys keyset",
    "values": "values",
    "entries": "entries items fromentries",
    "unique": "set uniq unique distinct dedupe fromkeys",
    "tally": "counter countby most_common tally",
    "group": "groupby setdefault group_by itertools_groupby",
    "default": "get getordefault coalesce getattr",
    "pop": "pop shift popleft removelast dequeue pop_front",
    "remove": "remove delete del discard splice clear",
    "join": "join joinpath writestring writerune writebyte",
    "split": "split splitn fields rsplit splitlines tokenize partition_str",
    "replace": "replace replaceall sub replaceallstring replaceallstringfunc translate gsub",
    "trim": "trim strip trimspace trimstart trimend lstrip rstrip trimleft trimright trimprefix "
    "trimsuffix removeprefix removesuffix",
    "lower": "lower tolower tolowercase casefold",
    "upper": "upper toupper touppercase title capitalize",
    "starts": "startswith hasprefix",
    "ends": "endswith hassuffix",
    "slice": "slice substring substr islice take",
    "pad": "pad padstart padend ljust rjust zfill center repeat",
    "char": "charat charcodeat ord chr fromcharcode codepointat fromcodepoint rune runes",
    "match": "match exec test fullmatch matchstring findall matchall findstring finditer "
    "findallstring findstringsubmatch mustcompile compile regexp",
    "round": "round tofixed roundhalf",
    "floor": "floor trunc floordiv",
    "ceil": "ceil",
    "abs": "abs fabs",
    "power": "pow sqrt hypot exp",
    "log": "log log2 log10",
    "tonumber": "int float parseint parsefloat number atoi parseuint decimal tonumber",
    "totext": "str string tostring itoa sprint formatint sprintf format repr localestring",
    "json": "json parse stringify loads dumps marshal unmarshal decode encode",
    "copy": "copy clone deepcopy assign structuredclone slices_clone",
    "zip": "zip zip_longest",
    "adjacent": "pairwise",
    "range": "range arange linspace from",
    "random": "random randint choice shuffle intn rand randrange",
    "now": "now time date performance_now utcnow monotonic today unix",
    "delay": "sleep settimeout delay wait tick",
    "cancel": "cleartimeout cancel stop abort clearinterval",
    "parallel": "gather all_promise wg go submit allsettled race as_completed",
    "hash": "hash md5 sha1 sha256 sum256 digest hexdigest",
    "fetch": "fetch request post urlopen axios do",
    "read": "read readfile readline readlines open readall readtext",
    "write": "write writefile print println printf debug warn info",
    "exists": "isfile isdir stat existssync isnotexist",
    "type": "isinstance typeof type isarray isinteger isnan isfinite isdigit isalpha isalnum "
    "isletter isspace isupper islower",
    "fail": "error errorf throw panic fatal valueerror keyerror typeerror reject rangeerror "
    "runtimeerror exception new_error",
    "state": "usestate useref",
    "environment": "environ getenv lookupenv",
    "call": "apply bind partial call",
    "datetext": "isoformat toisostring strftime todatestring tolocaledatestring toutcstring",
    "bytes": "bytes buffer encode_utf8 frombytes",
}
CONCEPT_OF = {name: concept for concept, names in _CONCEPTS.items() for name in names.split()}
# What a call does besides.
ALSO_DOES = {
    "most_common": ("sort", "slice"),
    "nlargest": ("slice",),
    "nsmallest": ("slice",),
    "heappush": ("collect",),
    "heappop": ("pop",),
    "difference": ("filter",),
    "intersection": ("filter",),
}

LOOPS = word_set("""
    for_statement for_in_statement while_statement do_statement enhanced_for_statement
    foreach_statement for_range_loop for_expression while_expression loop_expression
    repeat_while_statement
    """)
COMPREHENSIONS = word_set("""
    list_comprehension set_comprehension dictionary_comprehension generator_expression
    """)
CHOICES = word_set("""
    if_statement elif_clause conditional_expression ternary_expression if_expression
    guard_statement if_clause else_if_clause
    """)
CASES = word_set("""
    switch_case case_clause expression_case type_case switch_section case_statement match_arm
    switch_block_statement_group switch_rule switch_entry communication_case
    """)
HANDLERS = word_set("catch_clause except_clause catch_block finally_clause except_group_clause")
FAILURES = word_set("throw_statement raise_statement throw_expression")
CALLS = word_set("""
    call call_expression new_expression method_invocation object_creation_expression
    invocation_expression function_call_expression member_call_expression macro_invocation
    scoped_call_expression
    """)
FUNCTIONS = word_set("""
    function_definition lambda function_declaration arrow_function function_expression func_literal
    method_definition generator_function_declaration generator_function method_declaration
    lambda_expression anonymous_function closure_expression function_item lambda_literal
    constructor_declaration local_function_statement
    """)
MEMBERS = frozenset(
    {"attribute", "member_expression", "selector_expression", "field_access", "field_expression"}
)
NUMBERS = frozenset(
    {
        *("integer", "float", "number", "int_literal", "float_literal", "integer_literal"),
        *("decimal_integer_literal", "decimal_floating_point_literal", "real_literal"),
    }
)
BINARY = frozenset({"binary_operator", "binary_expression", "comparison_operator"})
KEYED = word_set("subscript subscript_expression index_expression element_access_expression")
# What each branching node adds to McCabe's count.
BRANCHES = (
    LOOPS | CHOICES | CASES | word_set("except_clause catch_clause catch_block for_in_clause")
)
CONTROL = {
    "return_statement": "return",
    "return_expression": "return",
    "break_statement": "break",
    "continue_statement": "continue",
    "yield": "yield",
    "yield_expression": "yield",
    "await": "await",
    "await_expression": "await",
    "spread_element": "spread",
    "list_splat": "spread",
    "dictionary_splat": "spread",
    "slice": "slice",
    "slice_expression": "slice",
    "defer_statement": "finally",
    "go_statement": "parallel",
    "channel_type": "channel",
    "send_statement": "channel",
    "with_statement": "with",
    "delete_statement": "remove",
}
_OPERATORS = {
    "+": "+ +=",
    "-": "- -=",
    "*": "* *=",
    "/": "/ /= // //=",
    "%": "% %=",
    "power": "** **=",
    "order": "< > <= >=",
    "equal": "== === is eq != !== <> ne",
    "and": "&& and",
    "or": "|| or",
    "default": "?? ??= ||=",
    "contains": "in",
    "bits": "& | ^ ~ << >> &= |= ^= <<= >>= >>>",
}
OPERATOR_OF = {sign: name for name, signs in _OPERATORS.items() for sign in signs.split()}
ORDERS = frozenset({"<", "<=", ">", ">="})
UNARY = frozenset({"unary_expression", "unary_operator"})

# Words of names that say nothing of the matter, and others that say the same.
_EMPTY = word_set("""
    get set do make create build compute calculate calc handle process run perform the a an of to
    from for in on by with and or is are be has it its this that self cls obj object item items elem
    element elements list lists arr array arrays val vals value values data result results res ret
    out output input inputs tmp temp i j k n x y z s t v e f fn func function args arg kwargs params
    param opts options key keys idx index str string num number int float bool map dict none null
    nil true false err new next prev current cur acc impl helper util all each entry entries make
    append then promise resolve reject console math object array json fmt strings unicode sync self
    export ok async constructor init super re
    """)
_SAME = {
    "total": "sum accumulated subtotal",
    "mean": "avg average",
    "max": "maximum highest largest biggest greatest best top longest latest most leader",
    "min": "minimum lowest smallest least worst shortest earliest fewest",
    "count": "counts counter frequency frequencies histogram occurrences tally numberof",
    "group": "groups grouped bucket buckets partition bin bins cluster",
    "unique": "dedupe deduped distinct uniq deduplicate seen dups duplicates duplicate repeated",
    "filter": "select keep kept pick only matching where",
    "remove": "delete drop discard erase strip prune purge evict without exclude clear",
    "find": "search lookup locate first",
    "text": "word words phrase sentence message line string",
    "validate": "valid check verify ensure assert isvalid",
    "parse": "read decode load deserialize",
    "fetch": "request download retrieve query",
    "send": "push upload transfer transmit post publish emit dispatch deliver",
    "subscribe": "on listen listener listeners observe observer observers handler handlers "
    "callback",
    "format": "render stringify serialize pretty display",
    "merge": "combine union join concat concatenate merged",
    "user": "users person people member members account customer client buyer assignee owner",
    "price": "cost amount charge fee",
    "discount": "rebate reduction",
    "edit": "modify update change alter",
    "fault": "error problem failure issue failed fail",
    "delay": "wait sleep pause backoff timeout deadline timer debounce",
    "retry": "retries attempt attempts tries",
    "cache": "memo memoize memoized cached",
    "limit": "cap clamp bound bounds bounded ceiling maximal throttle capacity",
    "chunk": "chunks batch batches page pages window",
    "flatten": "flat nested",
    "sort": "ordered sorted rank ranked arrange sequence sequential sequentially",
    "reverse": "reversed backwards invert inverted mirror palindrome",
    "transpose": "transposed pivot",
    "overlap": "overlaps conflict conflicts collide intersect",
    "cycle": "cyclic circular acyclic",
    "queue": "pending backlog",
    "url": "link href uri",
    "begin": "start lower lo left low from",
    "end": "stop upper hi right high finish until",
    "divisor": "gcd divisor denominator",
    "shipping": "postage delivery parcel package",
    "empty": "missing blank",
    "flag": "bool boolean enabled",
    "name": "handle username nick label title",
    "task": "job work",
    "money": "cents pennies",
    "folder": "directory dir",
    "document": "doc",
}
_SAME_AS = {word: name for name, words in _SAME.items() for word in words.split()}
_SHORTEST_STEM = 3  # letters


def is_less(sign: str) -> bool:
    """Whether one of ORDERS asks, or asks for the contrary of, whether the first is less than the
    second: `a >= b` is false where `a < b` is true. Else it is so of the second and the first."""
    return sign in ("<", ">=")


@lru_cache(maxsize=4096)
def senses_of(identifier: str) -> tuple[str, ...]:
    """What the words of a name stand for, without endings and without words that say nothing."""
    return tuple(filter(None, map(_sense, words_of(identifier))))


def _sense(word: str) -> str | None:
    if word in _EMPTY or word.isdigit() or len(word) < 2:
        return None
    if word in _SAME_AS:
        return _SAME_AS[word]
    stem = _stem(word)
    if stem in _EMPTY:
        return None
    return _SAME_AS.get(stem, stem)


def _stem(word: str) -> str:
    """The word without the ending of a plural or a verb form, where that is plain to see."""
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST_STEM:
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word

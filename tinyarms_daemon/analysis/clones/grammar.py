"""What the nodes of each grammar mean for comparing code: where statements stand, and what is
no logic."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import cache

from tinyarms_daemon.analysis.identifier_words import word_set


class Meaning(IntEnum):
    """What a node is to the comparison."""

    PLAIN = 0  # tokens of the unit around it
    SKIPPED = 1  # no code: comments, imports, types without behavior
    DECLARATION = 2  # no code where nothing in it runs
    BLOCK = 3  # each of its named children is a statement
    LABELED = 4  # as BLOCK, after the token that ends its label
    GOVERNING = 5  # a statement below it may stand without braces
    SPLIT = 6  # each of its named children is a unit where it is large
    MARKUP = 7  # an element with children
    GROUP = 8  # parentheses, which may be there or not
    STRING = 9
    LITERAL = 10
    NAME = 11
    PROPERTY = 12
    TYPE = 13


_COMMENTS = word_set(
    "comment line_comment block_comment multiline_comment html_comment hash_bang_line"
)

_SKIPPED = word_set("""
    import_statement import_from_statement future_import_statement import_alias import_declaration
    package_clause package_declaration namespace_use_declaration use_declaration using_directive
    extern_alias_directive extern_crate_declaration preproc_include
    type_alias_declaration type_declaration typealias_declaration alias_declaration
    type_definition type_item delegate_declaration ambient_declaration function_signature
    method_signature abstract_method_signature property_signature index_signature
    function_signature_item associated_type associatedtype_declaration protocol_declaration
    annotation_type_declaration template_parameter_list friend_declaration
    static_assert_declaration struct_item union_item
    enum_specifier enum_item enum_entry enum_constant
    preproc_def preproc_function_def preproc_call preproc_region preproc_endregion preproc_pragma
    macro_definition php_tag text jsx_closing_element
    access_specifier accessibility_modifier override_modifier visibility_modifier
    attribute_list attribute_item inner_attribute_item
    """)
_DECLARATIONS = word_set("""
    field_definition public_field_definition field_declaration property_declaration
    event_field_declaration const_declaration var_declaration constant_declaration const_item
    static_item interface_declaration trait_item record_declaration enum_declaration
    """)
_BLOCKS = word_set("""
    program module internal_module source_file translation_unit compilation_unit
    block statement_block compound_statement statement_list statements do_group subshell
    class_body interface_body enum_body enum_body_declarations enum_class_body class_static_block
    constructor_body declaration_list field_declaration_list accessor_list
    switch_body switch_block match_block preproc_ifdef preproc_if preproc_else preproc_elif
    """)
# What comes before the statements of a labeled block ends with one of these tokens.
LABEL_ENDS = word_set(": then ) -> => switch_label")
_LABELED = word_set("""
    switch_case switch_default switch_block_statement_group switch_section case_item
    case_statement default_statement
    """)
_GOVERNING = word_set("""
    if_statement else_clause for_statement for_in_statement enhanced_for_statement for_range_loop
    foreach_statement while_statement do_statement using_statement lock_statement else_if_clause
    """)
# Clauses that stand in no block and are units of their own.
CLAUSES = word_set("""
    elif_clause else_clause else_if_clause except_clause finally_clause
    catch_clause catch_block case_clause expression_case default_case type_case
    communication_case switch_case switch_default switch_rule switch_block_statement_group
    case_statement default_statement switch_section case_item switch_entry match_arm
    """)
# What a function takes and gives is said, not done: it counts for nothing.
PARAMETERS = word_set("formal_parameters parameters parameter_list")
# Parts of a large list at which a copied block can't begin.
ARGUMENTS = PARAMETERS | word_set("arguments argument_list value_arguments object_pattern")
COLLECTIONS = word_set("""
    object array dictionary list set tuple literal_value array_initializer initializer_list
    initializer_expression array_creation_expression array_expression array_literal
    dictionary_literal
    """)
_SPLIT = (
    ARGUMENTS
    | COLLECTIONS
    | word_set("field_initializer_list jsx_opening_element jsx_self_closing_element")
)
ATTRIBUTES = word_set("jsx_attribute jsx_expression")
_STRINGS = word_set("""
    string template_string string_literal raw_string_literal interpreted_string_literal
    encapsed_string heredoc nowdoc interpolated_string_expression
    line_string_literal multi_line_string_literal raw_string verbatim_string_literal
    char_literal character_literal rune_literal ansi_c_string heredoc_body
    """)
# Inside a string these are its text; anything else is code that stands in it.
STRING_PARTS = word_set("""
    string_start string_content string_end string_fragment escape_sequence line_str_text
    interpreted_string_literal_content raw_string_literal_content str_escaped_char
    multi_line_str_text heredoc_start heredoc_end nowdoc_string interpolation_start
    escape_interpolation raw_string_content string_literal_content character
    multiline_string_fragment interpolation_quote heredoc_content
    string_literal_encoding
    """)
_LITERALS = word_set("""
    integer float number int_literal float_literal imaginary_literal decimal_integer_literal
    hex_integer_literal octal_integer_literal binary_integer_literal integer_literal
    decimal_floating_point_literal real_literal number_literal true false boolean
    boolean_literal regex regex_literal oct_literal hex_literal bin_literal
    extglob_pattern jsx_text
    """)
_PROPERTIES = word_set("property_identifier field_identifier private_property_identifier")
_TYPES = word_set("""
    type_identifier namespace_identifier package_identifier predefined_type primitive_type
    integral_type floating_point_type boolean_type void_type sized_type_specifier
    """)
_NAMES = word_set("""
    identifier shorthand_property_identifier shorthand_property_identifier_pattern
    simple_identifier name variable_name word statement_identifier special_variable_name
    label_name lifetime
    """)
# Statements that give a name to a value; large ones that do nothing else are tables.
ASSIGNMENTS = word_set("""
    lexical_declaration variable_declaration assignment assignment_expression export_statement
    expression_statement variable_declarator const_declaration return_statement
    """)
# Statements, functions and markup: what runs, wherever it stands.
RUNNING = word_set("""
    block statement_block compound_statement function_body statements arrow_function
    function_expression lambda lambda_expression func_literal closure_expression lambda_literal
    anonymous_function function_definition method_declaration jsx_element
    jsx_self_closing_element anonymous_method_expression list_comprehension
    dictionary_comprehension set_comprehension generator_expression
    """)
# What is more than a value that is written down.
COMPUTING = RUNNING | word_set("""
    call call_expression new_expression method_invocation object_creation_expression
    invocation_expression function_call_expression member_call_expression
    scoped_call_expression macro_invocation command_substitution await await_expression
    binary_operator binary_expression conditional_expression ternary_expression
    comparison_operator boolean_operator subscript index_expression slice_expression
    """)
COMPUTING_BESIDE_MARKUP = frozenset(each for each in COMPUTING if not each.startswith("jsx_"))
# That, or something taken out of an object.
LOGIC = COMPUTING | word_set("""
    member_expression attribute selector_expression field_access navigation_expression
    field_expression member_access_expression scoped_property_access_expression
    """)

# Tokens that say nothing of what the code does.
DROPPED_TOKENS = word_set("""
    , ; export default public private protected internal final readonly async await
    """)
# What may follow a nested block without being code of its own.
CLOSING_TOKENS = word_set(") ] } > , ; end fi done esac */") | {"\n"}
CHAIN_DOTS = word_set(". -> ?. ?->")
# An element of a collection without any of these is data.
COMPUTING_TOKENS = word_set("( . -> => ? + - * / && || and or")
# Tokens of what is done under a condition, or again and again.
_BRANCHING_TOKENS = word_set("""
    if elif else for while do loop foreach switch select match case guard when
    """)
# Tokens of what computes or handles an error itself, and of markup.
_COMPUTING_TOKENS = word_set("""
    try catch except ? && || and or not ! + - / % ** // << >> ^ == != === !== < > <= >= += -= *= in
    is range yield
    """)
# Calls that run a function again and again, and the one that runs it where an error came; tokens of
# a function that is written down there.
_RUNNING_CALLS = word_set("""
    map filter forEach reduce flatMap some every find findIndex findLast reduceRight catch
    """)
_FUNCTION_TOKENS = word_set("=> -> function")
_ERROR_CHECK = ("v", "!=", "nil")  # Go's, which hands an error on
# Names that the language itself gives, whatever the grammar calls them.
FIXED_NAMES = word_set("self cls this super None null nil undefined NULL nullptr $this")
ROOTS = word_set("module program source_file translation_unit compilation_unit")


_MEANINGS: Mapping[Meaning, Collection[str]] = {
    Meaning.SKIPPED: _COMMENTS | _SKIPPED,
    Meaning.DECLARATION: _DECLARATIONS,
    Meaning.BLOCK: _BLOCKS,
    Meaning.LABELED: _LABELED,
    Meaning.GOVERNING: _GOVERNING,
    Meaning.SPLIT: _SPLIT,
    Meaning.MARKUP: ["jsx_element"],
    Meaning.GROUP: ["parenthesized_expression"],
    Meaning.STRING: _STRINGS,
    Meaning.LITERAL: _LITERALS,
    Meaning.NAME: _NAMES,
    Meaning.PROPERTY: _PROPERTIES,
    Meaning.TYPE: _TYPES,
}
# What grammars call alike and mean otherwise.
_OF_ONE_GRAMMAR = {
    "bash": {
        "if_statement": Meaning.LABELED,
        "elif_clause": Meaning.LABELED,
        "case_statement": Meaning.PLAIN,
    },
    "cpp": {"using_declaration": Meaning.SKIPPED},
    "csharp": {"switch_expression": Meaning.BLOCK},
    "go": {"field_declaration_list": Meaning.PLAIN, "field_declaration": Meaning.PLAIN},
    "swift": {"attribute": Meaning.SKIPPED},
}


@cache
def meanings_of(language: str) -> dict[str, Meaning]:
    """The meaning of each type of node of a code language; what is not there is PLAIN."""
    of_all = {word: meaning for meaning, words in _MEANINGS.items() for word in words}
    return of_all | _OF_ONE_GRAMMAR.get(language, {})


def family_of(language: str) -> str:
    """The name that languages share whose code can be compared token by token."""
    return "javascript" if language in ("typescript", "tsx") else language


def branches(shape: Sequence[str], callees: Iterable[str]) -> bool:
    """Whether what stands below code of this shape, which calls functions of these names, runs
    under a condition, or again and again."""
    if not _RUNNING_CALLS.isdisjoint(callees) and not _FUNCTION_TOKENS.isdisjoint(shape):
        return True
    return not _is_error_check(shape) and not _BRANCHING_TOKENS.isdisjoint(shape)


def decides(shape: Sequence[str], callees: Collection[str]) -> bool:
    """Whether code of this shape does more than to call, to name and to hand on."""
    own = shape[1 : -len(_ERROR_CHECK)] if _is_error_check(shape) else shape
    return branches(own, callees) or not _COMPUTING_TOKENS.isdisjoint(own)


def _is_error_check(shape: Sequence[str]) -> bool:
    return shape[:1] == ["if"] and tuple(shape[-len(_ERROR_CHECK) :]) == _ERROR_CHECK

"""What a literal is used for, and what the code around it says of its meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree


class Role(StrEnum):
    """What a literal is to the syntax around it."""

    NAMED = "named"  # the value of something with a name: variable, property, parameter, attribute
    ENUM = "enum"
    ARGUMENT = "argument"  # without a name
    DECLARED = "declared"  # in an annotation or a decorator
    AUGMENTED = "augmented"  # x += literal
    ARITHMETIC = "arithmetic"
    BITWISE = "bitwise"
    COMPARISON = "comparison"
    FALLBACK = "fallback"  # x || literal, x ?? literal
    CASE = "case"
    ELEMENT = "element"  # of a list, a tuple, a table of cases
    KEY = "key"
    INDEX = "index"
    RANGE = "range"
    TYPE = "type"
    RETURNED = "returned"
    INTERPOLATED = "interpolated"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Use:
    """One step of the way from a literal outwards.

    `node` gives the role to its child `child`. `name` is the name of what is assigned, the
    dotted name of what is called, or that of the other operand; `other` is that operand.
    """

    role: Role
    node: Node
    child: Node
    name: str = ""
    operator: str = ""
    other: Node | None = None


_ROLES = {
    Role.NAMED: """
        assignment assignment_expression assignment_statement keyword_argument default_parameter
        typed_default_parameter named_expression variable_declarator object_assignment_pattern
        assignment_pattern required_parameter optional_parameter public_field_definition
        field_definition jsx_attribute const_spec var_spec short_var_declaration keyed_element pair
        element_value_pair init_declarator optional_parameter_declaration field_declaration
        initializer_pair field_initializer property_declaration parameter const_element
        property_element simple_parameter variable_assignment const_item static_item
        let_declaration function_declaration array_element_initializer
        static_variable_declaration attribute
    """,
    Role.ENUM: """
        enum_assignment enumerator enum_member_declaration enum_case enum_variant enum_entry
    """,
    Role.ARGUMENT: "argument_list arguments value_arguments command",
    Role.DECLARED: """
        annotation_argument_list attribute_argument_list decorator annotation token_tree
    """,
    Role.AUGMENTED: "augmented_assignment augmented_assignment_expression compound_assignment_expr",
    Role.ARITHMETIC: """
        binary_expression binary_operator multiplicative_expression additive_expression
        infix_expression
    """,
    Role.COMPARISON: "comparison_operator comparison_expression equality_expression",
    Role.FALLBACK: "boolean_operator nil_coalescing_expression",
    Role.CASE: """
        switch_case switch_label case_statement case_pattern expression_case constant_pattern
        match_condition_list match_pattern switch_pattern case_item relational_pattern
    """,
    Role.ELEMENT: """
        list tuple set array array_initializer literal_value initializer_list array_literal
        array_expression initializer_expression match_arm switch_rule switch_expression_arm
        match_conditional_expression dictionary_literal array_creation_expression
        array_rank_specifier dimensions_expr
    """,
    Role.KEY: "computed_property_name",
    Role.INDEX: """
        subscript subscript_expression subscript_argument_list slice index_expression
        slice_expression array_access bracketed_argument_list field_expression expansion
    """,
    Role.RANGE: "range_expression range_pattern brace_expression",
    Role.TYPE: """
        literal_type type type_annotation array_type array_declarator bitfield_clause
        template_argument_list preproc_if preproc_elif preproc_arg import_statement
        export_statement call_signature
    """,
    Role.RETURNED: """
        return_statement return_expression arrow_function lambda lambda_expression
        closure_expression control_transfer_statement arrow_expression_clause yield
        yield_expression
    """,
    Role.INTERPOLATED: "template_substitution interpolation",
}
_ROLE_OF = {kind: role for role, kinds in _ROLES.items() for kind in kinds.split()}
# These only wrap what is in them, or are the outside of what was a step already.
_PASSED = word_set(
    """
    parenthesized_expression unary_expression unary_operator unary_op_expression prefix_expression
    as_expression satisfies_expression non_null_expression type_assertion cast_expression
    type_cast_expression await await_expression expression_list ternary_expression
    conditional_expression argument value_argument literal_element reference_expression
    jsx_expression call call_expression method_invocation invocation_expression new_expression
    function_call_expression member_call_expression scoped_call_expression call_suffix
    object_creation_expression implicit_array_creation_expression array_creation_expression
    member_expression attribute_value quoted_attribute_value selector_expression
    member_access_expression navigation_expression object dictionary composite_literal
    arithmetic_expansion test_command string concatenated_string struct_expression
    field_initializer_list variable_declaration macro_invocation expression_statement spread_element
    dictionary_splat slice_type map_type enum_constant pattern
    """
)
_COMPARING = word_set(
    """
    < > <= >= == != === !== <> <=> -eq -ne -lt -le -gt -ge = in is
    """
)
_BITWISE = word_set(
    """
    & | ^ << >> >>> &^ &^= &= |= ^= <<= >>= >>>= &<< &>>
    """
)
_FALLING_BACK = frozenset(["||", "??", "or", "?:", "&&", "and", "||=", "??=", "&&="])
_LONGEST_NAME = 120
_MOST_OPERANDS = 32  # of one operator: a longer chain says nothing, and costs its square
_TYPE_ARGUMENTS = re.compile(r"<[^<>]*>$")
_DOTTED_END = re.compile(r"[\w$#@\-]*(?:\.[\w$#\-]+)*$")
_OF_NUMBER = re.compile(r"^\d\w*\.(?=[A-Za-z_])")  # `2u64.pow`
_CALL_END = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])+$")
_NAME_FIELDS = ("name", "left", "key", "pattern", "declarator", "field", "property", "target")
_SUBJECT_FIELDS = ("value", "condition", "expr", "subject")
_BRANCH = re.compile("case|arm|rule")
_CASE_DEPTH = 5  # from a case to the switch: labels, patterns, groups and a body between
_CALLEE_FIELDS = ("function", "constructor", "name", "type", "macro")


def uses_of(tree: SyntaxTree, literal: Node) -> Iterator[Use]:
    """The uses of a literal from the inside out, up to the file itself."""
    child, node = literal, literal.parent
    while node is not None:
        kind = node.type
        role = _ROLE_OF.get(kind)
        if not _only_wraps(node, role, kind):
            yield _use(tree, role or Role.OTHER, node, child)
        child, node = node, node.parent


def name_of(tree: SyntaxTree, node: Node | None) -> str:
    """What an expression is called: the dotted end of it, without what it is called with.

    `self.items` of `self.items[0]`, `response.status` of `(await response.status())`.
    """
    if node is None:
        return ""
    text = tree.end_of(node, _LONGEST_NAME).strip()
    for written, dotted in (("::", "."), ("->", "."), ("?.", "."), ("!.", ".")):
        text = text.replace(written, dotted)
    while text.endswith((")", "]")):
        called = _CALL_END.sub("", text)
        # What is left of `(await response.status())` is nothing: look inside.
        text = called if called not in ("", text) else text[1:-1].strip()
    found = _DOTTED_END.search(_TYPE_ARGUMENTS.sub("", text.strip("\"'`!")))
    name = _OF_NUMBER.sub("", found[0].strip(".")) if found else ""
    return "" if name[:1].isdigit() else name


def switched(case: Node) -> Node | None:
    """What a case is one of: the subject of the switch or match around it."""
    node = case.parent
    for _ in range(_CASE_DEPTH):
        if node is None:
            break
        for field in _SUBJECT_FIELDS:
            subject = node.child_by_field_name(field)
            if subject is not None and not _BRANCH.search(node.type):
                return subject
        if node.type == "switch_expression":  # of C#, where the subject has no field
            return node.named_child(0)
        node = node.parent
    return None


def _only_wraps(node: Node, role: Role | None, kind: str) -> bool:
    if kind == "initializer_list":  # int y{11}
        return node.named_child_count == 1
    if kind == "array_element_initializer":  # of a list, not of a map
        return node.named_child_count == 1
    if kind in ("argument", "value_argument"):
        return node.child_by_field_name("name") is None
    if kind == "array_creation_expression":
        first = node.named_child(0) if node.named_child_count else None
        return first is None or first.type != "array_element_initializer"
    return role is None and kind in _PASSED


def _use(tree: SyntaxTree, role: Role, node: Node, child: Node) -> Use:
    if node.type in ("argument", "value_argument"):
        return Use(Role.NAMED, node, child, name_of(tree, node.child_by_field_name("name")))
    if role in (Role.ARITHMETIC, Role.COMPARISON, Role.FALLBACK):
        return _operand(tree, role, node, child)
    if role in (Role.NAMED, Role.ENUM, Role.AUGMENTED):
        return _named(tree, role, node, child)
    if role is Role.ARGUMENT:
        return _argument(tree, node, child)
    return Use(role, node, child)


def _operand(tree: SyntaxTree, role: Role, node: Node, child: Node) -> Use:
    if node.named_child_count > _MOST_OPERANDS:
        return Use(role, node, child)
    operator = _operator(tree, node, child)
    others = [each for each in node.named_children if each.id != child.id]
    nearest = _nearest(others, child)
    if operator in _COMPARING:
        role = Role.COMPARISON
    elif operator in _BITWISE:
        role = Role.BITWISE
    elif operator in _FALLING_BACK:
        role = Role.FALLBACK
    return Use(role, node, child, name_of(tree, nearest), operator, nearest)


def _nearest(others: list[Node], child: Node) -> Node | None:
    """The operand before, or else the one after: `3 <= x < 10` compares both with x."""
    operands = [each for each in others if "operator" not in each.type or each.child_count]
    before = [each for each in operands if each.end_byte <= child.start_byte]
    return before[-1] if before else (operands[0] if operands else None)


def _operator(tree: SyntaxTree, node: Node, child: Node) -> str:
    """The sign between an operand and the nearest other one: `<` for the end of `3 <= x < 10`."""
    for field in ("operator", "operators", "op"):
        if said := node.children_by_field_name(field):
            before = [each for each in said if each.end_byte <= child.start_byte]
            return tree.text_of((before or said[:1])[-1])
    unnamed = [child for child in node.children if not child.is_named]
    return tree.text_of(unnamed[0]) if unnamed else ""


def _named(tree: SyntaxTree, role: Role, node: Node, child: Node) -> Use:
    said = _assigning(node)
    if said in _FALLING_BACK:
        role = Role.FALLBACK
    elif said in _BITWISE:
        role = Role.BITWISE
    elif said not in ("=", ":="):
        role = Role.AUGMENTED
    name = next(filter(None, map(node.child_by_field_name, _NAME_FIELDS)), None)
    if name is None and node.named_child_count > 1:
        name = node.named_child(0)
    if name is not None and name.id == child.id and node.named_child_count > 1:
        return Use(Role.KEY, node, child)
    return Use(role, node, child, name_of(tree, name), said, name)


def _assigning(node: Node) -> str:
    """The operator of an assignment; `=` for all else that gives a name to a value."""
    if node.type.startswith(("assignment", "augmented", "compound")):
        for child in node.children:
            if not child.is_named and child.type.endswith("=") and child.type != ":":
                return child.type
    return "="


def _tested(tree: SyntaxTree, command: Node, child: Node) -> Use | None:
    """The comparison of `test "$age" -gt 37`, which to the grammar is a command like any other."""
    match command.named_children:
        case [name, left, sign, right] if tree.text_of(name) == "test":
            operator = tree.text_of(sign)
        case _:
            return None
    if operator not in _COMPARING:
        return None
    other = left if child.id == right.id else right
    return Use(Role.COMPARISON, command, child, name_of(tree, other), operator, other)


def _argument(tree: SyntaxTree, node: Node, child: Node) -> Use:
    call = node.parent if node.type != "command" else node
    if node.type == "command" and (compared := _tested(tree, node, child)) is not None:
        return compared
    if node.child_count and node.child(0).type == "[":  # Swift's subscripts are calls
        return Use(Role.INDEX, node, child)
    if call is not None and call.type == "call_suffix":
        call = call.parent
    if call is None:
        return Use(Role.ARGUMENT, node, child)
    if call.type in ("field_initializer", "init_declarator", "enum_constant"):
        role = Role.ENUM if call.type == "enum_constant" else Role.NAMED
        named = call.named_child(0)
        return Use(role, node, child, name_of(tree, named), "=", named)
    callee = next(filter(None, map(call.child_by_field_name, _CALLEE_FIELDS)), None)
    if callee is None and call.named_child_count:
        callee = call.named_child(0)
    name = name_of(tree, callee)
    owner = call.child_by_field_name("object") or call.child_by_field_name("scope")
    if owner is not None and owner.end_byte - owner.start_byte < _LONGEST_NAME:
        name = f"{name_of(tree, owner)}.{name}".strip(".")
    return Use(Role.ARGUMENT, node, child, name, other=call)

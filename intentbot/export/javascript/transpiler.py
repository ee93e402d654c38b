"""A class in a small part of Python, as JavaScript: what compilers write that know no more of Python than they need.

Methods without closures, loops, and exceptions only as jumps out of a block: a jump becomes a labelled block, a set of
letters a string, and a name that Python mangles is written out. Anything else is refused, so that nothing is carried
over almost.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence

_BINARY = {ast.Add: "+", ast.Sub: "-", ast.RShift: ">>", ast.LShift: "<<", ast.BitAnd: "&"}
_COMPARISON = {
    ast.Eq: "===", ast.NotEq: "!==", ast.Is: "===", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_UNARY = {ast.Not: "!", ast.USub: "-"}
_BOOLEAN = {ast.And: "&&", ast.Or: "||"}
_CONSTANT = {None: "null", True: "true", False: "false"}


class Untranslatable(Exception):
    """Something that is not in the part of Python that is known here; `node` says what, and in which line."""

    def __init__(self, node: ast.AST) -> None:
        super().__init__(type(node).__name__)
        self.node = node


class JavaScriptClass:
    """One class on its way to JavaScript."""

    def __init__(self, node: ast.ClassDef, *, left_out: Sequence[str] = ()) -> None:
        self.node = node
        self.left_out = left_out
        self.labels: list[str] = []
        # What is named with the class belongs to it; all else starts anew in each stemmer.
        self.shared = {
            child.attr
            for child in ast.walk(node)
            if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name) and child.value.id == node.name
        }

    def javascript(self) -> str:
        """Return the class."""
        match self.node.bases:
            case [] | [ast.Name(id="object")]:
                heritage = ""
            case [ast.Name(id="BaseStemmer")]:
                heritage = " extends BaseStemmer"
            case _:
                raise Untranslatable(self.node)
        lines = [line for child in self.node.body for line in self.member(child)]
        return "\n".join([f"class {self.node.name}{heritage} {{", *lines, "}", ""])

    def member(self, node: ast.stmt) -> Iterator[str]:
        """Yield the lines of a method or of an attribute of the class."""
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield f"  {'static ' if name in self.shared else ''}{name} = {self.bare(value)};"
            case ast.FunctionDef(name=name) if name in self.left_out:
                pass
            case ast.FunctionDef(decorator_list=[]):
                yield from self.method(node)
            case _:
                raise Untranslatable(node)

    def method(self, node: ast.FunctionDef) -> Iterator[str]:
        """Yield the lines of a method."""
        arguments = node.args
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            raise Untranslatable(node)
        names = [argument.arg for argument in arguments.args]
        defaults = [f" = {self.expression(value)}" for value in arguments.defaults]
        padded = [""] * (len(names) - len(defaults)) + defaults
        name = "constructor" if node.name == "__init__" else self.mangled(node.name)
        yield f"  {name}({', '.join(map(str.__add__, names[1:], padded[1:]))}) {{"
        stored = (child for child in ast.walk(node) if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store))
        if local := sorted({child.id for child in stored} - set(names)):
            yield f"    let {', '.join(local)};"
        yield from self.block(node.body, "    ")
        yield "  }"

    def block(self, body: Sequence[ast.stmt], indent: str) -> Iterator[str]:
        """Yield the lines of statements."""
        for node in body:
            yield from self.statement(node, indent)

    def statement(self, node: ast.stmt, indent: str) -> Iterator[str]:
        """Yield the lines of a statement."""
        match node:
            case ast.Pass() | ast.Assert() | ast.Expr(value=ast.Constant(value=str())):
                # What is asserted was never untrue in Python either.
                pass
            case ast.Expr(value=ast.Call()):
                yield f"{indent}{self.expression(node.value)};"
            case ast.Assign(targets=[target], value=value):
                yield f"{indent}{self.expression(target)} = {self.bare(value)};"
            case ast.AugAssign(target=target, op=operator, value=value) if type(operator) in _BINARY:
                yield f"{indent}{self.expression(target)} {_BINARY[type(operator)]}= {self.bare(value)};"
            case ast.Return(value=value):
                yield f"{indent}return{f' {self.bare(value)}' if value else ''};"
            case ast.Break():
                yield f"{indent}break;"
            case ast.Continue():
                yield f"{indent}continue;"
            case ast.Raise(exc=ast.Call(func=ast.Name(id=label), args=[]), cause=None) if label in self.labels:
                yield f"{indent}break {label};"
            case _:
                yield from self.compound(node, indent)

    def compound(self, node: ast.stmt, indent: str) -> Iterator[str]:
        """Yield the lines of a statement that holds others."""
        inner = f"{indent}  "
        match node:
            case ast.If(test=test, body=body, orelse=otherwise):
                yield f"{indent}if ({self.bare(test)}) {{"
                yield from self.block(body, inner)
                if otherwise:
                    yield f"{indent}}} else {{"
                    yield from self.block(otherwise, inner)
            case ast.While(test=test, body=body, orelse=[]):
                yield f"{indent}while ({self.bare(test)}) {{"
                yield from self.block(body, inner)
            case ast.For(target=ast.Name(id=name), iter=iterated, body=body, orelse=[]):
                yield f"{indent}for ({self.loop(name, iterated)}) {{"
                yield from self.block(body, inner)
            case ast.Try(
                body=body,
                handlers=[ast.ExceptHandler(type=ast.Name(id=label), name=None, body=[ast.Pass()])],
                orelse=[],
                finalbody=[],
            ) if label not in self.labels:
                yield f"{indent}{label}: {{"
                self.labels.append(label)
                yield from self.block(body, inner)
                self.labels.pop()
            case _:
                raise Untranslatable(node)
        yield f"{indent}}}"

    def loop(self, name: str, iterated: ast.expr) -> str:
        """Return the head of a loop over a tuple, or over numbers upwards by one or downwards by one."""
        match iterated:
            case ast.Tuple():
                return f"{name} of {self.expression(iterated)}"
            case ast.Call(func=ast.Name(id="range"), args=[start, end]):
                return f"{name} = {self.expression(start)}; {name} < {self.expression(end)}; {name}++"
            case ast.Call(
                func=ast.Name(id="range"), args=[start, end, ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))]
            ):
                return f"{name} = {self.expression(start)}; {name} > {self.expression(end)}; {name}--"
        raise Untranslatable(iterated)

    def expression(self, node: ast.expr) -> str:
        """Return an expression; what is not of one piece stands in parentheses."""
        match node:
            case ast.Constant(value=str() as text) if max(text, default="") <= "\uffff":
                # JavaScript counts units of 16 bits, and up to here each is a character.
                return json.dumps(text)
            case ast.Constant(value=value) if value is None or isinstance(value, bool):
                return _CONSTANT[value]
            case ast.Constant(value=int() as number):
                return str(number)
            case ast.Name(id="self"):
                return "this"
            case ast.Name(id=name):
                # In the class itself, a method's name is the method, called later with the stemmer.
                return f"(self) => self.{self.mangled(name)}()" if name.startswith("__") else name
            case ast.Attribute(value=value, attr=name):
                return f"{self.expression(value)}.{self.mangled(name)}"
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return f"[{', '.join(map(self.bare, elements))}]"
            case ast.Set(elts=elements):
                return json.dumps("".join(map(self.letter, elements)))
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call(keywords=[]):
                return self.call(node)
            case _:
                return f"({self.operation(node)})"

    def bare(self, node: ast.expr) -> str:
        """Return an expression without parentheses around it."""
        match node:
            case ast.BinOp() | ast.UnaryOp() | ast.BoolOp() | ast.Compare():
                return self.operation(node)
            case _:
                return self.expression(node)

    def operation(self, node: ast.expr) -> str:
        """Return an expression of operators."""
        match node:
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
                return f"{self.expression(left)} {_BINARY[type(operator)]} {self.expression(right)}"
            case ast.UnaryOp(op=operator, operand=operand) if type(operator) in _UNARY:
                return f"{_UNARY[type(operator)]}{self.expression(operand)}"
            case ast.BoolOp(op=operator, values=values):
                return f" {_BOOLEAN[type(operator)]} ".join(map(self.expression, values))
            case ast.Compare(left=left, ops=[ast.In()], comparators=[letters]):
                return f"{self.expression(letters)}.includes({self.expression(left)})"
            case ast.Compare(left=left, ops=[ast.NotIn()], comparators=[letters]):
                return f"!{self.expression(letters)}.includes({self.expression(left)})"
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _COMPARISON:
                return f"{self.expression(left)} {_COMPARISON[type(operator)]} {self.expression(right)}"
        raise Untranslatable(node)

    def subscript(self, node: ast.Subscript) -> str:
        """Return one character or element, or a slice."""
        match node.slice:
            case ast.Slice(lower=lower, upper=upper, step=None):
                ends = [self.expression(lower) if lower else "0", *([self.expression(upper)] if upper else [])]
                return f"{self.expression(node.value)}.slice({', '.join(ends)})"
            case ast.Slice() | ast.UnaryOp():
                raise Untranslatable(node)
            case place:
                return f"{self.expression(node.value)}[{self.bare(place)}]"

    def call(self, node: ast.Call) -> str:
        """Return a call, of a method or of one of the few functions and text methods that the package uses."""
        given = list(map(self.bare, node.args))
        match node.func, given:
            case ast.Name(id="len"), [text]:
                return f"{self.expression(node.args[0])}.length"
            case ast.Name(id="ord"), [text]:
                return f"{self.expression(node.args[0])}.charCodeAt(0)"
            case ast.Name(id="min"), [one, other]:
                return f"Math.min({one}, {other})"
            case ast.Name(id="getattr"), [owner, name]:
                return f"{owner}[{name}].bind({owner})"
            case ast.Name(id="Among"), _:
                return f"new Among({', '.join(given)})"
            case ast.Name(id="method"), []:
                return "method()"
            case ast.Attribute(value=value, attr="startswith"), [text, start, end]:
                return f"{self.expression(value)}.slice({start}, {end}).startsWith({text})"
            case ast.Attribute(value=value, attr="endswith"), [text, start, end]:
                return f"{self.expression(value)}.slice({start}, {end}).endsWith({text})"
            case ast.Attribute(value=ast.Name(id="self" | "w")), _:
                return f"{self.expression(node.func)}({', '.join(given)})"
        raise Untranslatable(node)

    def letter(self, node: ast.expr) -> str:
        """Return the one letter that an element of a set is."""
        match node:
            case ast.Constant(value=str() as letter) if len(letter) == 1:
                return letter
        raise Untranslatable(node)

    def mangled(self, name: str) -> str:
        """Return a private name as Python knows it from outside of the class."""
        is_private = name.startswith("__") and not name.endswith("__")
        return f"_{self.node.name.lstrip('_')}{name}" if is_private else name

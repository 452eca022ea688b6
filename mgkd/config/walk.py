"""The walk over annotations and a config: values in their places, components chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from mgkd.config.component import Component, UnknownName, name_of
from mgkd.config.english import shown
from mgkd.config.errors import Problem, UserError
from mgkd.config.leaves import Leaf
from mgkd.config.nodes import Broken, Entries, Node, Postponed, Reference, Resolved, Several, Value
from mgkd.config.paths import at_index, at_key
from mgkd.config.shapes import (
    Items,
    Later,
    OneOf,
    Pairs,
    Row,
    Shape,
    default_of,
    expectation_of,
)
from mgkd.config.signature import Parameter, signature_of
from mgkd.config.spelling import nearest


@dataclass
class Walk:
    """The way through one config, by its annotations, and what is gathered on it.

    Attributes:
        problems: what the annotations do not allow, references aside.
        nodes: every component.
        unknown: those problems that are names under which nothing is registered.

    `beside` are keys that stand in the same object and were taken by the constructor around it;
    `postponed` are the paths of the `Deferred` parts around.
    """

    problems: list[Problem] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)
    postponed: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()

    def read(self, shape: Shape, tree: Any, path: str) -> Resolved:
        match shape:
            case Leaf():
                return self._leaf(shape, tree, path)
            case Later(content):
                around, self.postponed = self.postponed, (*self.postponed, path)
                resolved = self.read(content, tree, path)
                self.postponed = around
                return Postponed(resolved, path)
            case Component():
                return self._component(shape, tree, path)
            case OneOf():
                return self._union(shape, tree, path)
            case Items(item, factory, whole):
                return self._list(whole, repeat(item), factory, tree, path)
            case Row(items, whole):
                return self._list(whole, items, tuple, tree, path)
            case Pairs(entry, whole):
                self._leaf(whole, tree, path)
                if not isinstance(tree, dict):
                    return Broken()
                return Entries({k: self.read(entry, v, at_key(path, k)) for k, v in tree.items()})

    def _list(
        self,
        whole: Leaf,
        shapes: Iterable[Shape],
        factory: Callable[[Iterable[Any]], Any],
        tree: Any,
        path: str,
    ) -> Resolved:
        self._leaf(whole, tree, path)
        if not isinstance(tree, list):
            return Broken()
        places = (at_index(path, index) for index in count())
        return Several(tuple(map(self.read, shapes, tree, places)), factory)

    def _complain(self, path: str, message: str) -> Broken:
        self.problems.append(Problem(path, message))
        return Broken()

    def _leaf(self, leaf: Leaf, tree: Any, path: str) -> Resolved:
        message = leaf.mistake(tree)
        return self._complain(path, message) if message else Value(leaf.value(tree), tree)

    def _union(self, union: OneOf, tree: Any, path: str) -> Resolved:
        """The option of the right kind with the fewest problems; the first of several."""
        components = [option for option in union.options if isinstance(option, Component)]
        if _is_reference(tree) and components:
            return self._reference(components, tree["ref"], path)
        attempts = []
        for option in union.options:
            if has_kind(option, tree):
                work = Walk(postponed=self.postponed, beside=self.beside)
                attempts.append((work.read(option, tree, path), work))
        if not attempts:
            expected = " or ".join(expectation_of(option) for option in union.options)
            return self._complain(path, f"expected {expected}, found {shown(tree)}")
        resolved, work = min(attempts, key=lambda attempt: _badness(attempt[1].problems, path))
        self.problems += work.problems
        self.nodes += work.nodes
        self.unknown += work.unknown
        return resolved

    def _component(self, component: Component, tree: Any, path: str) -> Resolved:
        if _is_reference(tree):
            return self._reference([component], tree["ref"], path)
        registry = component.registry
        place = at_key(path, "type")
        if isinstance(tree, str) and _has_types(component):
            tree, place = {"type": tree}, path
        if not isinstance(tree, dict):
            return self._complain(path, f"expected {component.expectation}, found {shown(tree)}")
        if registry is None:
            own = {key: value for key, value in tree.items() if key != "$schema"}  # for editors
            return self._node(component.cls, None, own, path)
        kind = tree.get("type", component.default)
        if kind is None and "type" not in tree:
            return self._complain(place, component.missing())
        try:
            target = component.choose(kind)
        except (LookupError, UserError) as error:
            broken = self._complain(place, str(error.args[0]))
            self.unknown += self.problems[-1:] if isinstance(error, UnknownName) else []
            return broken
        return self._node(target, kind, {k: v for k, v in tree.items() if k != "type"}, path)

    def _reference(self, components: list[Component], to: Any, path: str) -> Resolved:
        if not isinstance(to, str):
            message = f"expected a path such as corpus.reader, found {shown(to)}"
            return self._complain(at_key(path, "ref"), message)
        if self.postponed and self.postponed[-1] == path:
            message = "a reference is to one object, but this is built anew each time; repeat it"
            return self._complain(at_key(path, "ref"), message)
        classes = tuple(component.cls for component in components)
        return Reference(to, path, classes, self.postponed)

    def _node(
        self, target: Callable[..., Any], kind: str | None, tree: Mapping[str, Any], path: str
    ) -> Node:
        signature = signature_of(target)
        node = Node(target, path, kind, self.postponed, given=set(tree) & set(signature.keys))
        self.nodes.append(node)
        around, self.beside = self.beside, frozenset()
        known = around | signature.keys.keys()
        if len(known) < len(around) + len(signature.keys):
            twice = ", ".join(sorted(around & signature.keys.keys()))
            message = (
                f"{kind or name_of(target)} takes {twice}, as does what its keys stand in; its "
                "author must rename that argument"
            )
            self._complain(path, message)
        read = {}
        for key, value in tree.items():
            if key in signature.keys:
                read[key] = self.read(signature.keys[key].shape, value, at_key(path, key))
            elif key in signature.supplied:
                self._complain(at_key(path, key), "is supplied by the program, remove it")
            elif signature.inline is None:
                self._complain(at_key(path, key), _unknown(key, kind or name_of(target), known))
        for name, parameter in signature.keys.items():  # in the order of the signature
            node.arguments[name] = read[name] if name in read else self._left_out(node, parameter)
        if signature.inline is not None:
            node.inline = signature.inline.name
            self.beside = known
            rest = signature.beside(tree)
            node.arguments[node.inline] = self.read(signature.inline.shape, rest, path)
        self.beside = around
        return node

    def _left_out(self, node: Node, parameter: Parameter) -> Resolved:
        """What holds for an argument that the config does not give."""
        path = at_key(node.path, parameter.name)
        if not parameter.required:
            return self.default(node, parameter, path)
        default = default_of(parameter.shape)
        if default is not None:
            return self.read(parameter.shape, {"type": default}, path)
        return self._complain(path, f"missing; required by {node.type or name_of(node.target)}")

    def default(self, node: Node, parameter: Parameter, path: str) -> Resolved:
        work = Walk(postponed=self.postponed)
        resolved = work.read(parameter.shape, _as_json(node.target, parameter), path)
        if work.problems:
            raise TypeError(
                f"{node.target.__qualname__}: the default of {parameter.name} is wrong: "
                f"{work.problems[0].message}"
            )
        self.nodes += work.nodes
        return resolved


def has_kind(shape: Shape, tree: Any) -> bool:
    """Whether `tree` is the sort of JSON value that the shape is made of, right or wrong."""
    match shape:
        case Leaf():
            return shape.mistake(tree) is None
        case Later(content):
            return has_kind(content, tree)
        case OneOf(options):
            return any(has_kind(option, tree) for option in options)
        case Items() | Row():
            return isinstance(tree, list)
        case Component():
            return isinstance(tree, dict) or (isinstance(tree, str) and _has_types(shape))
        case Pairs():
            return isinstance(tree, dict)


def _has_types(component: Component) -> bool:
    """Whether an object for it has a key `type`, its own or that of what is inline in it."""
    if component.registry is not None:
        return True
    inline = signature_of(component.cls).inline
    return inline is not None and isinstance(inline.shape, Component) and _has_types(inline.shape)


def _is_reference(tree: Any) -> bool:
    return isinstance(tree, dict) and tree.keys() == {"ref"}


def _badness(problems: list[Problem], path: str) -> tuple[int, bool]:
    """How far an option of a union is from what was meant; a type that is none of its is worse."""
    return len(problems), any(p.path in (path, at_key(path, "type")) for p in problems)


def _unknown(key: str, name: str, known: frozenset[str]) -> str:
    similar = nearest(key, known, limit=1)
    if similar:
        return f"unknown key for {name}; did you mean {similar[0]}?"
    return f"unknown key for {name}; it takes {', '.join(sorted(known)) or 'none'}"


def _as_json(target: Callable[..., Any], parameter: Parameter) -> Any:
    try:
        return to_jsonable_python(parameter.default)
    except PydanticSerializationError as error:
        raise TypeError(
            f"{target.__qualname__}: the default of {parameter.name} is no plain value; a registry "
            "can name a default component"
        ) from error

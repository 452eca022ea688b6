"""The JSON Schema of a config, from the same signatures that check it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter

from mgkd.config.component import Component
from mgkd.config.describe import describe
from mgkd.config.leaves import Leaf
from mgkd.config.shapes import Items, Later, OneOf, Pairs, Row, Shape, default_of, expectation_of
from mgkd.config.signature import Parameter, signature_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCE = {
    "type": "object",
    "properties": {"ref": {"type": "string", "description": "the path of an object to share"}},
    "required": ["ref"],
    "additionalProperties": False,
}


def schema_of(cls: type) -> dict[str, Any]:
    """The schema of a whole config that is built to `cls`.

    It knows what is registered when it is made. What types cannot say (a loss that needs a teacher,
    a file that is missing) only the check finds.
    """
    work = _Schema()
    reference = work.of_class(cls, None, {})
    root = work.definitions[work.keys[cls, None, ()]]
    root["properties"]["$schema"] = {"type": "string", "description": "of this schema, for editors"}
    return {"$schema": DIALECT, "title": "mgkd config", **reference, "$defs": work.definitions}


class _Schema:
    """One schema in the making, with a definition for every constructor."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self.keys: dict[Any, str] = {}

    def of(self, shape: Shape) -> dict[str, Any]:
        match shape:
            case Leaf(annotation):
                return self._leaf(annotation)
            case Later(content):
                return self.of(content)
            case OneOf(options):
                return {"anyOf": [self.of(option) for option in options]}
            case Items(item, _, whole):
                return {**self._leaf(whole.annotation), "items": self.of(item)}
            case Row(items, whole):
                return {**self._leaf(whole.annotation), "prefixItems": list(map(self.of, items))}
            case Pairs(value, whole):
                return {**self._leaf(whole.annotation), "additionalProperties": self.of(value)}
            case Component():
                return self._component(shape, {})

    def _leaf(self, annotation: Any) -> dict[str, Any]:
        schema = TypeAdapter(annotation).json_schema(ref_template="#/$defs/{model}")
        self.definitions |= schema.pop("$defs", {})
        return schema

    def _component(self, component: Component, beside: Mapping[str, Any]) -> dict[str, Any]:
        """`beside`: the properties of the constructor that this one is inline in."""
        registry = component.registry
        if registry is None:
            whole = self.of_class(component.cls, None, beside)
            return {"anyOf": [*self._short(component), whole, REFERENCE]}
        names = [name for name in registry.names() if component.fits(registry.get(name))]
        objects = [self.of_class(registry.get(name), name, beside, component) for name in names]
        if beside:
            return {"anyOf": [*objects, _reference_beside(beside)]}
        return {"anyOf": [*self._short(component), *objects, REFERENCE]}

    def _short(self, component: Component) -> list[dict[str, Any]]:
        """The names that may stand alone for an object of that type."""
        registry, required = component.registry, []
        if registry is None:
            inline = signature_of(component.cls).inline
            if inline is None or not isinstance(inline.shape, Component):
                return []
            registry, required = inline.shape.registry, _required(component.cls)
            component = inline.shape
        if registry is None or required:
            return []
        fitting = (name for name in registry.names() if component.fits(registry.get(name)))
        names = [name for name in fitting if _may_be_empty(registry.get(name))]
        return (
            [{"enum": names, "description": "short for an object with this type"}] if names else []
        )

    def of_class(
        self,
        target: Callable[..., Any],
        name: str | None,
        beside: Mapping[str, Any],
        component: Component | None = None,
    ) -> dict[str, Any]:
        """A reference to the definition of a constructor, which is made if it is not there."""
        identity = (target, name, tuple(beside))
        if identity not in self.keys:
            key = ".".join(
                filter(None, [component and component.cls.__name__, name or target.__name__])
            )
            while key in self.definitions:  # another class of this name
                key += "'"
            self.keys[identity] = key
            self.definitions[key] = {}  # it may be met again within itself
            self.definitions[key] |= self._object(target, name, beside, component)
        # A pointer in a URI: RFC 6901, sections 3 and 6.
        pointer = self.keys[identity].replace("~", "~0").replace("/", "~1")
        return {"$ref": f"#/$defs/{quote(pointer, safe='~')}"}

    def _object(
        self,
        target: Callable[..., Any],
        name: str | None,
        beside: Mapping[str, Any],
        component: Component | None,
    ) -> dict[str, Any]:
        signature, description = signature_of(target), describe(target)
        meanings = {argument.name: argument.meaning for argument in description.arguments}
        properties: dict[str, Any] = {"type": {"const": name}} if name else {}
        for parameter in signature.keys.values():
            properties[parameter.name] = self._property(parameter, meanings[parameter.name])
        required = _required(target)
        if name and name != component.default:
            required.insert(0, "type")
        if signature.inline is not None:
            inner = self._component(signature.inline.shape, {**properties, **beside})
            own = {"required": required} if required else {}
            return {**inner, **own, "description": description.summary}
        return {
            "type": "object",
            "title": name or target.__name__,
            "description": description.summary,
            "properties": {**properties, **beside},
            "required": required,
            "additionalProperties": False,
        }

    def _property(self, parameter: Parameter, meaning: str) -> dict[str, Any]:
        schema = self.of(parameter.shape)
        words = meaning or expectation_of(parameter.shape)
        schema = {**schema, "description": words}
        if not parameter.required:
            default = TypeAdapter(Any).dump_python(parameter.default, mode="json")
            schema["default"] = default
        return schema


def _may_be_empty(target: Callable[..., Any]) -> bool:
    return not _required(target) and signature_of(target).inline is None


def _reference_beside(beside: Mapping[str, Any]) -> dict[str, Any]:
    """A reference among the keys of the constructor that it is inline in."""
    return {**REFERENCE, "properties": {**REFERENCE["properties"], **beside}}


def _required(target: Callable[..., Any]) -> list[str]:
    """The keys that an object for a constructor must have."""
    return [
        name
        for name, parameter in signature_of(target).keys.items()
        if parameter.required and default_of(parameter.shape) is None
    ]

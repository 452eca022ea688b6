"""The JSON Schema of a config, from the same signatures that check it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from mgkd.config.component import Component, name_of
from mgkd.config.describe import describe
from mgkd.config.leaves import Leaf
from mgkd.config.shapes import Items, Later, OneOf, Pairs, Row, Shape, expectation_of
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
    root = work.definitions[reference["$ref"].rpartition("/")[2]]
    root["properties"]["$schema"] = {"type": "string", "description": "of this schema, for editors"}
    return {"$schema": DIALECT, "title": "mgkd config", **reference, "$defs": work.definitions}


class _Schema:
    """One schema in the making, with a definition for every constructor."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

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
            return self.of_class(component.cls, None, beside)
        names = [name for name in registry.names() if component.fits(registry.get(name))]
        objects = [self.of_class(registry.get(name), name, beside, component) for name in names]
        if beside:
            return {"anyOf": objects}
        short = {"enum": names, "description": "short for an object with this type"}
        return {"anyOf": [short, *objects, REFERENCE]}

    def of_class(
        self,
        target: Callable[..., Any],
        name: str | None,
        beside: Mapping[str, Any],
        component: Component | None = None,
    ) -> dict[str, Any]:
        """A reference to the definition of a constructor, which is made if it is not there."""
        key = ".".join(filter(None, [component and component.cls.__name__, name_of(target)]))
        key += "".join(f"+{other}" for other in beside)
        if key not in self.definitions:
            self.definitions[key] = {}  # it may be met again within itself
            self.definitions[key] |= self._object(target, name, beside, component)
        return {"$ref": f"#/$defs/{key}"}

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
        required = [p.name for p in signature.keys.values() if p.required and not _has_default(p)]
        if name and name != component.default:
            required.insert(0, "type")
        if signature.inline is not None:
            inner = self._component(signature.inline.shape, {**properties, **beside})
            return {**inner, "description": description.summary}
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


def _has_default(parameter: Parameter) -> bool:
    content = parameter.shape.content if isinstance(parameter.shape, Later) else parameter.shape
    return isinstance(content, Component) and content.default is not None

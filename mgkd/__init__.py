"""Declarative multi-grained knowledge distillation for named-entity taggers."""

__version__ = "0.1.0"

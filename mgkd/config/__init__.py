"""Configs: Jsonnet files that name components, checked against constructors and built."""

from mgkd.config.builder import build
from mgkd.config.checker import check
from mgkd.config.describe import Argument, Description, describe
from mgkd.config.errors import ConfigError, Problem, UserError
from mgkd.config.fingerprint import fingerprint
from mgkd.config.isolation import temporary_registrations
from mgkd.config.jsonnet import load_config
from mgkd.config.leaves import Fraction
from mgkd.config.markers import Deferred, Inline, Supplied
from mgkd.config.overrides import apply_overrides
from mgkd.config.plugins import load_installed_plugins, load_plugins
from mgkd.config.registry import Registry, all_registries
from mgkd.config.spelling import nearest

__all__ = [
    "Argument",
    "ConfigError",
    "Deferred",
    "Description",
    "Fraction",
    "Inline",
    "Problem",
    "Registry",
    "Supplied",
    "UserError",
    "all_registries",
    "apply_overrides",
    "build",
    "check",
    "describe",
    "fingerprint",
    "load_config",
    "load_installed_plugins",
    "load_plugins",
    "nearest",
    "temporary_registrations",
]

"""Configs: Jsonnet files that name components, checked against constructors and built."""

from mgkd.config.builder import build, rebuild
from mgkd.config.command_line import built_from, tree_from
from mgkd.config.describe import Argument, Description, describe
from mgkd.config.errors import ConfigError, Problem, UserError
from mgkd.config.fingerprint import fingerprint
from mgkd.config.handbook import handbook, plain_classes
from mgkd.config.isolation import temporary_registrations
from mgkd.config.jsonnet import Place, Source, read_config
from mgkd.config.leaves import Fraction
from mgkd.config.markers import Deferred, Inline, Supplied
from mgkd.config.nodes import Node
from mgkd.config.overrides import Overridden, override
from mgkd.config.plugins import load_plugin, load_plugins
from mgkd.config.references import part_of
from mgkd.config.registry import Registry, all_registries
from mgkd.config.resolver import Resolution, audit, check, resolve
from mgkd.config.rules import Arguments, obey
from mgkd.config.schema import schema_of
from mgkd.config.showing import Difference, commented, differences
from mgkd.config.spelling import nearest

__all__ = [
    "Argument",
    "Arguments",
    "ConfigError",
    "Deferred",
    "Description",
    "Difference",
    "Fraction",
    "Inline",
    "Node",
    "Overridden",
    "Place",
    "Problem",
    "Registry",
    "Resolution",
    "Source",
    "Supplied",
    "UserError",
    "all_registries",
    "audit",
    "build",
    "built_from",
    "check",
    "commented",
    "describe",
    "differences",
    "fingerprint",
    "handbook",
    "load_plugin",
    "load_plugins",
    "nearest",
    "obey",
    "override",
    "part_of",
    "plain_classes",
    "read_config",
    "rebuild",
    "resolve",
    "schema_of",
    "temporary_registrations",
    "tree_from",
]

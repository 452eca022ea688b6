"""Jsonnet files: reading them, and where in them things are written."""

from mgkd.config.jsonnet.places import Place, Places
from mgkd.config.jsonnet.reading import Source, read_config

__all__ = ["Place", "Places", "Source", "read_config"]

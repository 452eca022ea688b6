"""Starting files for components of one's own: short, working, with a test.

They lie in `files/`, as the component `my_KIND` and its test; `mgkd new` writes them under a name.
"""

from mgkd.starters.names import class_name
from mgkd.starters.starter import Starter, write_starter

__all__ = ["Starter", "class_name", "write_starter"]

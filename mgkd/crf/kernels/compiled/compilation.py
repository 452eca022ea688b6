"""How the functions of this room are compiled: once on a machine, then read from disk."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from pickle import UnpicklingError

import numba
from numba.core.caching import FunctionCache

# Numba compiles a kernel anew when its own file has changed, but not when a function from another
# file that was compiled into it has; so all that this room says is part of the key.
_SOURCES = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
).hexdigest()

log = logging.getLogger(__name__)


@cache
def _tell() -> None:
    """Once a process: what the wait is for."""
    log.info("compiling the chain's kernels for this processor, once on this machine")


class _Cache(FunctionCache):
    def _index_key(self, sig, codegen):
        return *super()._index_key(sig, codegen), _SOURCES

    def load_overload(self, sig, target_context):
        try:
            found = super().load_overload(sig, target_context)
        except (EOFError, UnpicklingError):
            # Cut off, as on a full disk. Begin anew.
            self.flush()
            found = None
        if found is None:
            _tell()
        return found


def kernel(function: Callable) -> Callable:
    """Compile a function that Python calls; it runs without the interpreter's lock.

    What is compiled is kept on disk, beside the code or in the user's cache folder. Where neither
    can be written, every process compiles for itself.
    """
    compiled = numba.njit(nogil=True, error_model="numpy")(function)
    with suppress(RuntimeError):
        compiled._cache = _Cache(function)
    return compiled


# Compile a function that becomes part of the kernels that call it; a call with arrays would take
# longer than much of what is done at a token. A product and the sum it goes into may be fused.
part = numba.njit(error_model="numpy", fastmath={"contract"}, forceinline=True)

# The same for sums and maxima of numbers of which none is NaN, taken in any order: held to the
# order of the text, a processor adds one number at a time.
reduction = numba.njit(error_model="numpy", fastmath={"contract", "reassoc", "nnan", "nsz"})

"""An exponential function that a compiler can turn into vector instructions."""

import math

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from mgkd.crf.kernels.compiled.compilation import part

# Below it exp is less than the smallest normal number; vanishing weights are zero here.
_LOWEST = -708.0
_LOG2_E = 1.0 / math.log(2.0)
# log 2 in two parts, the first with so few digits that its multiples are exact (Cody and Waite).
_LOG_2 = float.fromhex("0x1.62e42fee00000p-1")
_LOG_2_REST = float.fromhex("0x1.a39ef35793c76p-33")
# Added to a number below 2**51 it leaves the nearest integer in the lowest bits.
_ROUND = 1.5 * 2.0**52
_C2, _C3, _C4, _C5, _C6, _C7, _C8, _C9, _C10, _C11, _C12, _C13 = (
    1.0 / math.factorial(order) for order in range(2, 14)
)


@intrinsic
def _times_power_of_two(typing_context, number, power):
    """number * 2**n, with n in the lowest bits of `power`; adds n to the exponent's bits."""

    def generate(context, builder, signature, arguments):
        integer = ir.IntType(64)
        bits, shift = (builder.bitcast(argument, integer) for argument in arguments)
        moved = builder.add(bits, builder.shl(shift, ir.Constant(integer, 52)))
        return builder.bitcast(moved, ir.DoubleType())

    return types.float64(types.float64, types.float64), generate


@part
def exp(x):
    """exp(x) for x at most 700, to the last digit or the one before; 0 for x below -708.

    2**n times the Taylor polynomial of exp(x - n log 2), which lies within half of log 2.
    """
    inside = max(x, _LOWEST)
    rounded = inside * _LOG2_E + _ROUND
    n = rounded - _ROUND
    r = (inside - n * _LOG_2) - n * _LOG_2_REST
    p = _C13 * r + _C12
    p = p * r + _C11
    p = p * r + _C10
    p = p * r + _C9
    p = p * r + _C8
    p = p * r + _C7
    p = p * r + _C6
    p = p * r + _C5
    p = p * r + _C4
    p = p * r + _C3
    p = p * r + _C2
    p = p * r + 1.0
    p = p * r + 1.0
    return _times_power_of_two(p, rounded) if x >= _LOWEST else 0.0

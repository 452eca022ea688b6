"""A vector times a matrix, in (+, *) and in (max, +): where the time of a chain is spent.

Rows of a matrix are padded to whole vectors of eight numbers and begin on a cache line. A block
of up to four vectors of the result stays in registers while the rows are gone through, which no
compiler arranges by itself; so the loop is written out here in LLVM's own terms.
"""

from collections.abc import Callable

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from mgkd.crf.kernels.compiled.compilation import part, reduction

LANES = 8
_BYTES = 8
# Tokens whose outer products are added up at a time: as many as stay in the nearest cache.
_BLOCK = 64

_INTEGER = ir.IntType(64)
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_FIRST = ir.Constant(ir.IntType(32), 0)
_ALL_FIRST = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)


@part
def aligned(rows, labels):
    """An uninitialised matrix [rows, labels padded to whole vectors], on a cache line."""
    width = (labels + LANES - 1) // LANES * LANES
    memory = np.empty(rows * width + LANES)
    skipped = -(memory.ctypes.data // _BYTES) % LANES
    return memory[skipped : skipped + rows * width].reshape(rows, width)


def _multiply_add(builder, total, factor, row):
    fused = ["contract"]
    return builder.fadd(total, builder.fmul(factor, row, flags=fused), flags=fused)


def _add_maximise(builder, best, term, row):
    reached = builder.fadd(term, row)
    return builder.select(builder.fcmp_ordered(">", reached, best), reached, best)


def _block(combine: Callable, begin: float | None, vectors: int) -> Callable:
    """out[j] = combine(out[j], vector[i], matrix[i, j]) for all i < count, in some columns.

    From column `first` on, in as many as there are numbers in `vectors` vectors. With a number to
    begin with, it takes the place of what was in out.
    """

    @intrinsic
    def block(typing_context, vector, matrix, count, first, out):
        def generate(context, builder, signature, arguments):
            source, table, target = (
                context.make_array(kind)(context, builder, argument)
                for kind, argument in zip(
                    (vector, matrix, out), (arguments[0], arguments[1], arguments[4]), strict=True
                )
            )
            places = [builder.add(arguments[3], _INTEGER(LANES * n)) for n in range(vectors)]
            stride = builder.extract_value(source.strides, 0)
            width = builder.extract_value(table.shape, 1)

            def at(data, place):
                return builder.bitcast(builder.gep(data, [place]), _VECTOR.as_pointer())

            totals = [cgutils.alloca_once(builder, _VECTOR) for _ in places]
            for total, place in zip(totals, places, strict=True):
                if begin is None:
                    value = builder.load(at(target.data, place), align=_BYTES)
                else:
                    value = ir.Constant(_VECTOR, [begin] * LANES)
                builder.store(value, total)
            with cgutils.for_range(builder, arguments[2]) as loop:
                moved = builder.mul(loop.index, stride)
                number = builder.load(cgutils.pointer_add(builder, source.data, moved))
                alone = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), number, _FIRST)
                spread = builder.shuffle_vector(alone, alone, _ALL_FIRST)
                row_start = builder.mul(loop.index, width)
                for total, place in zip(totals, places, strict=True):
                    row = builder.load(at(table.data, builder.add(row_start, place)), align=_BYTES)
                    builder.store(combine(builder, builder.load(total), spread, row), total)
            for total, place in zip(totals, places, strict=True):
                builder.store(builder.load(total), at(target.data, place), align=_BYTES)
            return context.get_dummy_value()

        return types.void(vector, matrix, count, first, out), generate

    return block


def _in_blocks(combine: Callable, begin: float | None = None) -> Callable:
    one, two, three, four = (_block(combine, begin, vectors) for vectors in (1, 2, 3, 4))

    @part
    def combined(vector, matrix, count, out):
        width = out.shape[0]
        column = 0
        while width - column >= 4 * LANES:
            four(vector, matrix, count, column, out)
            column += 4 * LANES
        if width - column == 3 * LANES:
            three(vector, matrix, count, column, out)
        elif width - column == 2 * LANES:
            two(vector, matrix, count, column, out)
        elif width - column == LANES:
            one(vector, matrix, count, column, out)

    return combined


# Over i < count, with `aligned` matrices or rows of one; the vector may be a column of one.
#   product(vector, matrix, count, out): out[j] = sum_i vector[i] * matrix[i, j]
#   add_product(vector, matrix, count, out): out[j] += the same
#   best_sum(vector, matrix, count, out): out[j] = max_i (vector[i] + matrix[i, j])
product = _in_blocks(_multiply_add, begin=0.0)
add_product = _in_blocks(_multiply_add)
best_sum = _in_blocks(_add_maximise, begin=-np.inf)


@part
def add_outer(left, right, count, labels, out):
    """out[i, j] += sum_t left[t, i] * right[t + 1, j] over t < count - 1."""
    for begin in range(0, count - 1, _BLOCK):
        stop = min(begin + _BLOCK, count - 1)
        for i in range(labels):
            add_product(left[begin:stop, i], right[begin + 1 : stop + 1], stop - begin, out[i])


@reduction
def largest(vector):
    """The largest number."""
    found = vector[0]
    for value in vector:
        found = max(found, value)
    return found

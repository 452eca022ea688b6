"""A vector times a matrix, in (+, *) and in (max, +): where the time of a chain is spent.

Rows of a matrix are padded to whole vectors of eight numbers and begin on a cache line. A block
of up to four vectors of the result stays in registers while the rows are gone through, which no
compiler arranges by itself; so these loops are written out here in LLVM's own terms.
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


def _spread(builder, number):
    """A vector with the number in every lane."""
    alone = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), number, _FIRST)
    return builder.shuffle_vector(alone, alone, _ALL_FIRST)


class _Array:
    """An array argument of an intrinsic, read and written from some place in it on."""

    def __init__(self, context, builder, kind, value, start) -> None:
        self._builder = builder
        data = context.make_array(kind)(context, builder, value).data
        self._data = builder.gep(data, [start])

    def number(self, place: ir.Value) -> ir.Value:
        return self._builder.load(self._builder.gep(self._data, [place]))

    def load(self, place: ir.Value) -> ir.Value:
        return self._builder.load(self._pointer(place), align=_BYTES)

    def store(self, value: ir.Value, place: ir.Value) -> None:
        self._builder.store(value, self._pointer(place), align=_BYTES)

    def _pointer(self, place: ir.Value) -> ir.Value:
        pointer = self._builder.gep(self._data, [place])
        return self._builder.bitcast(pointer, _VECTOR.as_pointer())


def _accumulate(builder, combine, initial, vector, step, matrix, width, count, places):
    """combine(total, vector[i * step], matrix[i * width + j]) over i < count, for some vectors j.

    The totals of the vectors at these places.
    """
    totals = [cgutils.alloca_once(builder, _VECTOR) for _ in places]
    for total, value in zip(totals, initial, strict=True):
        builder.store(value, total)
    with cgutils.for_range(builder, count) as loop:
        number = _spread(builder, vector.number(builder.mul(loop.index, step)))
        row = builder.mul(loop.index, width)
        for total, place in zip(totals, places, strict=True):
            entries = matrix.load(builder.add(row, place))
            builder.store(combine(builder, builder.load(total), number, entries), total)
    return [builder.load(total) for total in totals]


def _places(builder, column, vectors: int) -> list[ir.Value]:
    """Where each of some neighbouring vectors begins in a row."""
    return [builder.add(column, ir.Constant(column.type, LANES * n)) for n in range(vectors)]


def _block(combine: Callable, begin: float | None, vectors: int) -> Callable:
    """out[j] = combine(out[j], vector[i], matrix[i, j]) over i < count, in some columns.

    From `column` on, in as many as there are numbers in `vectors` vectors. With a number to begin
    with, it takes the place of what was in out. Arrays are given whole, each with the place in its
    memory to start from, and the vector with the distance between its numbers: a view of a row is
    counted by numba as a user of the memory, which takes longer than a short row.
    """

    @intrinsic
    def block(
        typing_context, vector, vector_start, step, matrix, matrix_start, width, count, column, out,
        out_start,
    ):  # fmt: skip
        def generate(context, builder, signature, arguments):
            source = _Array(context, builder, vector, *arguments[0:2])
            table = _Array(context, builder, matrix, *arguments[3:5])
            target = _Array(context, builder, out, *arguments[8:10])
            places = _places(builder, arguments[7], vectors)
            if begin is None:
                initial = [target.load(place) for place in places]
            else:
                initial = [ir.Constant(_VECTOR, [begin] * LANES)] * vectors
            found = _accumulate(
                builder, combine, initial, source, arguments[2], table, *arguments[5:7], places
            )
            for total, place in zip(found, places, strict=True):
                target.store(total, place)
            return context.get_dummy_value()

        return types.void(
            vector, vector_start, step, matrix, matrix_start, width, count, column, out, out_start
        ), generate

    return block


def _in_blocks(combine: Callable, begin: float | None = None) -> Callable:
    """The same in all columns: out[to, j] = combine(out[to, j], vector[i], matrix[row + i, j]).

    vector is read from place `at` of its memory on, in steps of `step`.
    """
    one, two, three, four = (_block(combine, begin, vectors) for vectors in (1, 2, 3, 4))

    @part
    def combined(vector, at, step, matrix, row, count, out, to):
        width = out.shape[1]
        first, last = row * width, to * width
        column = 0
        while width - column >= 4 * LANES:
            four(vector, at, step, matrix, first, width, count, column, out, last)
            column += 4 * LANES
        if width - column == 3 * LANES:
            three(vector, at, step, matrix, first, width, count, column, out, last)
        elif width - column == 2 * LANES:
            two(vector, at, step, matrix, first, width, count, column, out, last)
        elif width - column == LANES:
            one(vector, at, step, matrix, first, width, count, column, out, last)

    return combined


_multiply = _in_blocks(_multiply_add, begin=0.0)
_add_multiplied = _in_blocks(_multiply_add)
_maximise = _in_blocks(_add_maximise, begin=-np.inf)


@part
def product(vectors, t, matrix, count, out, to):
    """out[to, j] = sum_i vectors[t, i] * matrix[i, j] over i < count."""
    _multiply(vectors, t * vectors.shape[1], 1, matrix, 0, count, out, to)


@part
def add_product(vectors, t, matrix, count, out, to):
    """out[to, j] += sum_i vectors[t, i] * matrix[i, j] over i < count."""
    _add_multiplied(vectors, t * vectors.shape[1], 1, matrix, 0, count, out, to)


@part
def best_sum(vectors, t, matrix, count, out, to):
    """out[to, j] = max_i (vectors[t, i] + matrix[i, j]) over i < count."""
    _maximise(vectors, t * vectors.shape[1], 1, matrix, 0, count, out, to)


@part
def add_outer(left, right, count, labels, out):
    """out[i, j] += sum_t left[t, i] * right[t + 1, j] over t < count - 1, i < labels."""
    width = left.shape[1]
    for begin in range(0, count - 1, _BLOCK):
        steps = min(_BLOCK, count - 1 - begin)
        for i in range(labels):
            _add_multiplied(left, begin * width + i, width, right, begin + 1, steps, out, i)


@reduction
def largest(matrix, t):
    """The largest number of a row."""
    found = matrix[t, 0]
    for j in range(matrix.shape[1]):
        found = max(found, matrix[t, j])
    return found


@reduction
def scale(vectors, t, factors, factor):
    """vectors[t, j] *= factors[t, j] * factor; the sum of the products."""
    found = 0.0
    for j in range(vectors.shape[1]):
        value = vectors[t, j] * (factors[t, j] * factor)
        vectors[t, j] = value
        found += value
    return found

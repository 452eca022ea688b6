"""A distribution over label sequences."""

import torch
from torch import Generator, Tensor

from mgkd.crf import differentiation, validation
from mgkd.crf.differentiation import Source
from mgkd.crf.expectation import expected_score
from mgkd.crf.kernels import Kernels, Posterior, kernels_for
from mgkd.crf.potentials import Potentials, wide
from mgkd.crf.results import BestPath, BestPaths
from mgkd.crf.spans import spelled_out


class LinearChain:
    """A batch of linear-chain conditional random fields: p(y) = exp(score(y)) / Z.

    score(y) = start[y_1] + sum_t emissions[t, y_t] + sum_t transitions[y_(t-1), y_t] + end[y_T],
    over the real tokens of a row. Everything is exact; nothing depends on what stands on padding,
    NaN included; no tensor of the caller is modified.

    Values are differentiable with respect to emissions, transitions, start and end. log_partition,
    score and log_prob can be differentiated twice; what is built on marginals (marginals,
    edge_marginals, entropy, cross_entropy, kl) once, and a second time raises a RuntimeError.

    Sums are taken in float64 where the device has it, and returned in the dtype of the scores.
    Marginals below 1e-140 may be zero. The chain is the distribution when it is made: do not
    modify its scores afterwards.

    Source: Lafferty, McCallum and Pereira 2001.

    Args:
        emissions: [B, T, L], the score of each label at each token. Half precision is computed in
            float32.
        transitions: [L, L], the score of a label (column) after another (row). None: zeros.
        start: [L], the score of beginning with a label. None: zeros.
        end: [L], the score of ending with a label. None: zeros.
        mask: [B, T] bool, true on real tokens, which come first in each row. None: all real.
        validate_args: whether to check values, as in torch.distributions. Each check asks the
            device for one truth value; without them, wrong input gives wrong results. Shapes are
            always checked.

    Scores may be -inf, which forbids a label or a transition.

    Raises:
        ValueError: at once for shapes that do not fit, a row without real tokens, a mask that is
            not a prefix, and a score on a real token that is NaN or +inf; when asked for a result,
            for a row in which no sequence is legal, by its index.
    """

    def __init__(
        self,
        emissions: Tensor,
        transitions: Tensor | None = None,
        start: Tensor | None = None,
        end: Tensor | None = None,
        mask: Tensor | None = None,
        *,
        validate_args: bool = True,
    ) -> None:
        labels = emissions.shape[-1]
        if transitions is None:
            transitions = emissions.new_zeros(labels, labels)
        if start is None:
            start = emissions.new_zeros(labels)
        if end is None:
            end = emissions.new_zeros(labels)
        if mask is None:
            mask = emissions.new_ones(emissions.shape[:2], dtype=torch.bool)
        validation.check_shapes(emissions, transitions, start, end, mask)
        scores = _in_one_dtype(emissions, transitions, start, end)
        self._hold(Potentials(*scores, mask.sum(1)), mask, kernels_for(emissions.device))
        self.validate_args = validate_args
        if validate_args and not self._kernels.sound(self._prepared, mask):
            validation.refuse(*scores, mask)

    def _hold(self, potentials: Potentials, mask: Tensor, kernels: Kernels) -> None:
        self.mask = mask
        self._potentials = potentials
        self._kernels = kernels
        self._prepared = kernels.prepare(potentials)
        self._source = Source(kernels, self._prepared)
        self._graph_possible = any(part.requires_grad for part in potentials)
        self._posteriors: dict[torch.dtype, Posterior] = {}
        self._total: Tensor | None = None

    def __repr__(self) -> str:
        batch, count, labels = self.emissions.shape
        return f"LinearChain(rows={batch}, tokens={count}, labels={labels})"

    @property
    def emissions(self) -> Tensor:
        """[B, T, L], float32 or float64; anything on padding."""
        return self._potentials.emissions

    @property
    def transitions(self) -> Tensor:
        """[L, L], (from, to)."""
        return self._potentials.transitions

    @property
    def start(self) -> Tensor:
        """[L]"""
        return self._potentials.start

    @property
    def end(self) -> Tensor:
        """[L]"""
        return self._potentials.end

    @property
    def lengths(self) -> Tensor:
        """The number of real tokens in each row, [B] long."""
        return self._potentials.lengths.clone()

    # Chains made from this one

    def restrict(self, allowed: Tensor) -> "LinearChain":
        """The same scores on the sequences whose every label is allowed; the others are illegal.

        `log_prob_within` is the log-probability of all of these. allowed [B, T, L] bool; on padding
        it does not matter.
        """
        if allowed.dtype != torch.bool or allowed.shape != self.emissions.shape:
            raise ValueError(
                f"allowed must be a bool tensor of shape {list(self.emissions.shape)}, but is "
                f"{allowed.dtype} of shape {list(allowed.shape)}"
            )
        return self._with(emissions=self.emissions.masked_fill(~allowed, -torch.inf))

    def temper(self, tau: float) -> "LinearChain":
        """The chain with all scores divided by the temperature tau > 0, transitions included."""
        if not 0.0 < tau < float("inf"):
            raise ValueError(f"the temperature must be positive and finite, but is {tau}")
        if tau == 1.0:  # what this chain has found of itself need not be found again
            return self
        return self._with(
            emissions=self.emissions / tau,
            transitions=self.transitions / tau,
            start=self.start / tau,
            end=self.end / tau,
        )

    def _with(self, **scores: Tensor) -> "LinearChain":
        """A chain over the same tokens with other scores, which are known to be valid."""
        return self._over(self._potentials._replace(**scores), self.validate_args)

    def _over(self, potentials: Potentials, validate_args: bool) -> "LinearChain":
        """A chain with potentials that are known to be valid."""
        changed = LinearChain.__new__(LinearChain)
        changed._hold(potentials, self.mask, self._kernels)
        changed.validate_args = validate_args
        return changed

    # Probabilities

    def log_partition(self) -> Tensor:
        """log Z, the logarithm of the sum of exp(score(y)) over all sequences, [B]."""
        return self._log_partition().to(self.emissions.dtype, copy=True)

    def score(self, paths: Tensor) -> Tensor:
        """The score of label sequences: paths [B, T] -> [B]; [B, K, T] -> [B, K].

        -inf for an illegal sequence. Labels on padding do not matter.
        """
        found = self._scores(self._several(paths)).to(self.emissions.dtype)
        return found if paths.dim() == 3 else found.squeeze(1)

    def log_prob(self, paths: Tensor) -> Tensor:
        """The log-probability of label sequences: paths [B, T] -> [B]; [B, K, T] -> [B, K].

        -inf for an illegal sequence. Labels on padding do not matter.
        """
        several = self._several(paths)
        if self._graph_wanted():
            posterior = self._posterior(self.emissions.dtype)
            found = differentiation.log_probs(self._source, posterior, self._potentials, several)
        else:
            found = self._scores(several) - self._log_partition().unsqueeze(1)
            found = found.to(self.emissions.dtype)
        return found if paths.dim() == 3 else found.squeeze(1)

    def log_prob_within(self, allowed: Tensor) -> Tensor:
        """The log-probability that every token takes an allowed label, [B].

        -inf where no legal sequence is allowed, without validation; with it, an error. allowed
        [B, T, L] bool; on padding it does not matter.
        """
        within = self.restrict(allowed)._log_partition() - self._log_partition()
        return within.to(self.emissions.dtype)

    def marginals(self, wide: bool = False) -> Tensor:
        """The probability of each label at each token, [B, T, L]; zero on padding.

        Args:
            wide: in the widest dtype that the device computes in, and not in that of the scores:
                a probability may be as small as 1e-140 in float64.
        """
        found = self._wide_expectations() if wide else self._expectations(self.emissions.dtype)
        return found[0]

    def edge_marginals(self) -> Tensor:
        """The probability of labels (i, j) at tokens (t, t + 1), [B, T-1, L, L].

        Zero where the row has no token t + 1.
        """
        self._log_partition()
        return differentiation.edge_marginals(self._source, self._potentials)

    def span_log_prob(self, start: Tensor, end: Tensor, labels: Tensor) -> Tensor:
        """The log-probability that given tokens carry given labels, as a span's tokens do.

        Exact: the sum over all sequences with these labels, whatever the others are; -inf if there
        is none. To ask for more, that the token behind does not carry an entity on for example,
        compare `restrict(allowed).log_partition()` with `log_partition()`.

        Args:
            start: the first token of each span, [B] or [B, N].
            end: the token behind the last one, [B] or [B, N], at most the row's length.
            labels: the label of each token, the first one's first, [B, S] or [B, N, S] with S at
                least the longest span's length; what lies beyond a span does not matter.

        Returns:
            [B] or [B, N].

        Raises:
            ValueError: for a span that is empty or leaves its row, and a label out of range.
        """
        shape = start.shape
        validation.check_span_shapes(start, end, labels, self.mask)
        if start.dim() == 1:
            start, end, labels = start.unsqueeze(1), end.unsqueeze(1), labels.unsqueeze(1)
        if self.validate_args:
            validation.check_spans(start, end, labels, self.lengths, self.emissions.shape[2])
        if start.numel() == 0:
            return self.emissions.new_zeros(shape)
        allowed = spelled_out(start, end, labels, self.emissions.shape)
        spans = self._potentials.repeat(start.shape[1])
        forbidden = ~allowed.flatten(0, 1)
        spans = spans._replace(emissions=spans.emissions.masked_fill(forbidden, -torch.inf))
        with_labels = self._over(spans, validate_args=False)._log_partition().view(start.shape)
        log_probs = with_labels - self._log_partition().unsqueeze(1)
        return log_probs.view(shape).to(self.emissions.dtype)

    # Sequences

    def viterbi(self) -> BestPath:
        """The highest-scoring sequence of each row."""
        paths, scores = self._kernels.viterbi(self._prepared)
        self._check_legal(scores)
        if self._graph_wanted():
            scores = self._scores(paths.unsqueeze(1)).squeeze(1)
        return BestPath(paths, scores.to(self.emissions.dtype))

    def kbest(self, k: int) -> BestPaths:
        """The k highest-scoring sequences of each row, as far as there are as many legal ones."""
        if k < 1:
            raise ValueError(f"k must be at least 1, but is {k}")
        paths, scores, valid = self._kernels.kbest(self._prepared, k)
        self._check_legal(scores[:, 0])
        if self._graph_wanted():
            scores = self._scores(paths).masked_fill(~valid, -torch.inf)
        return BestPaths(paths, scores.to(self.emissions.dtype), valid)

    def sample(self, n: int, generator: Generator | None = None) -> Tensor:
        """n independent sequences of each row, [B, n, T] long, 0 on padding."""
        if n < 1:
            raise ValueError(f"n must be at least 1, but is {n}")
        self._log_partition()
        return self._kernels.sample(self._prepared, n, generator)

    # Information, in nats

    def entropy(self) -> Tensor:
        """-sum_y p(y) log p(y), [B]."""
        return self.cross_entropy(self)

    def cross_entropy(self, other: "LinearChain") -> Tensor:
        """-sum_y p(y) log q(y) with q the other chain, over the same tokens and labels, [B].

        Differentiable in both. inf where q forbids what p does not.
        """
        self._check_same_tokens(other)
        expected = expected_score(*self._wide_expectations(), other._potentials)
        return (other._log_partition() - expected).to(self.emissions.dtype)

    def kl(self, other: "LinearChain") -> Tensor:
        """The divergence sum_y p(y) (log p(y) - log q(y)) from the other chain, [B].

        Differentiable in both. inf where q forbids what p does not.
        """
        self._check_same_tokens(other)
        expected = self._wide_expectations()
        own = expected_score(*expected, self._potentials) - self._log_partition()
        others = expected_score(*expected, other._potentials) - other._log_partition()
        return (own - others).to(self.emissions.dtype)

    # The parts of the above

    def _graph_wanted(self) -> bool:
        return self._graph_possible and torch.is_grad_enabled()

    def _posterior(self, dtype: torch.dtype) -> Posterior:
        """log Z, marginals and expected transition counts without a graph, found once."""
        if dtype not in self._posteriors:
            found = self._kernels.forward_backward(self._prepared, dtype)
            self._check_legal(found.log_partition)
            self._posteriors[dtype] = found
        return self._posteriors[dtype]

    def _log_partition(self) -> Tensor:
        """log Z in the accumulation dtype; without a graph not to be modified."""
        if self._graph_wanted():
            posterior = self._posterior(self.emissions.dtype)
            return differentiation.log_partition(self._source, posterior, self._potentials)
        for posterior in self._posteriors.values():
            return posterior.log_partition
        if self._total is None:
            self._total = self._kernels.log_partition(self._prepared)
            self._check_legal(self._total)
        return self._total

    def _expectations(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Marginals and expected transition counts."""
        posterior = self._posterior(dtype)
        return differentiation.expectations(self._source, posterior, self._potentials)

    def _wide_expectations(self) -> tuple[Tensor, Tensor]:
        return self._expectations(wide(self.emissions.device))

    def _several(self, paths: Tensor) -> Tensor:
        """The paths as [B, K, T] long, their labels known."""
        validation.check_paths(paths, self.mask)
        several = paths if paths.dim() == 3 else paths.unsqueeze(1)
        several = several.long()
        # On a CPU the look costs next to nothing, and an unknown label reaches foreign memory.
        if (self.validate_args or paths.device.type == "cpu") and not self._kernels.labels_known(
            self._prepared, several
        ):
            validation.refuse_labels(several, self.mask, self.emissions.shape[2])
        return several

    def _scores(self, paths: Tensor) -> Tensor:
        """Scores of paths [B, K, T] in the accumulation dtype, [B, K]."""
        return differentiation.path_scores(self._source, self._potentials, paths)

    def _check_legal(self, log_weight: Tensor) -> None:
        if self.validate_args:
            validation.check_legal(log_weight)

    def _check_same_tokens(self, other: "LinearChain") -> None:
        if self.emissions.shape != other.emissions.shape:
            raise ValueError(
                "the chains must have the same shape, but theirs are "
                f"{list(self.emissions.shape)} and {list(other.emissions.shape)}"
            )
        if self.validate_args and other is not self:
            validation.check_same_lengths(self.lengths, other.lengths)


def _in_one_dtype(*scores: Tensor) -> tuple[Tensor, ...]:
    """All scores in the widest dtype of any, and at least in float32."""
    dtype = scores[0].dtype
    if dtype in (torch.float32, torch.float64) and all(part.dtype == dtype for part in scores):
        return scores
    dtype = torch.float32
    for part in scores:
        dtype = torch.promote_types(dtype, part.dtype)
    return tuple(part.to(dtype) for part in scores)

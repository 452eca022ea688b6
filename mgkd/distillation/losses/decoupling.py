"""The divergence between two distributions, taken apart at a target class."""

import torch
from torch import Tensor

NEVER = -1e30  # a score whose softmax is zero, and finite where all scores are this


def decoupled(p: Tensor, log_q: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The two parts of KL(p || q) = TCKD + (1 - p_target) NCKD.

    TCKD is the divergence between (p_target, 1 - p_target) and its counterpart; NCKD that between
    the distributions over the other classes, given that it is one of them. NCKD is zero where p
    leaves the others nothing.

    Source: Zhao et al. 2022 (arXiv 2203.08679), equations 3 to 7.

    Args:
        p: [..., C] probabilities of C classes.
        log_q: [..., C] log-probabilities; below -1e30 counts as that.
        target: [..., C] bool, true at one class.

    Returns:
        TCKD and NCKD, [...].
    """
    log_q = log_q.clamp(min=NEVER)
    others = p.masked_fill(target, 0.0)
    rest = others.sum(dim=-1)  # 1 - p_target, without the loss of digits
    log_others = log_q.masked_fill(target, NEVER)
    log_rest = log_others.logsumexp(dim=-1)
    p_target = p.masked_fill(~target, 0.0).sum(dim=-1)
    log_target = log_q.masked_fill(~target, 0.0).sum(dim=-1)
    binary = torch.xlogy(p_target, p_target) + torch.xlogy(rest, rest)
    tckd = binary - p_target * log_target - rest * log_rest
    given = others / rest.clamp(min=torch.finfo(p.dtype).tiny).unsqueeze(-1)
    log_given = log_others - log_rest.unsqueeze(-1)
    return tckd, (torch.xlogy(given, given) - given * log_given).sum(dim=-1)

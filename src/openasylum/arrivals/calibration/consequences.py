"""What the fitted choice says of each law, as shares of the demand to cross: those observed, and none observed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openasylum.arrivals import choice


def consequences(p: Mapping[str, Any]) -> dict[str, Any]:
    """Shares of the demand to cross (those who would cross between ports under the Agreement at ports only), draw by
    draw, from the parameters of ``choice``:

    * ``kept_while_closed``, ``still_crossing``: crossing while the border was closed, under the Protocol;
    * ``turned_to_ports``: more at ports under the Protocol; ``unseen_before``, ``unseen``: claims after undetected
      entry before it and under it;
    * ``exceptions_between_ports``: of those still crossing under the Protocol, who meet an exception (published for
      its first nine days: 54 of 198; not fitted);
    * ``stayed_in_a_land_way``: of those whom the Protocol stopped, who came by another way by land;
    * ``without_agreement``: by land, were everyone heard everywhere (never observed; what the logit implies).
    """
    before, closed, after, nowhere = (
        choice.mixed_shares(p, *law)
        for law in (choice.AGREEMENT_AT_PORTS, choice.CLOSED, choice.PROTOCOL, choice.NO_AGREEMENT)
    )
    excepted = choice.shares(p, choice.PROTOCOL[1])
    stopped = before[1] - after[1]
    return {
        "kept_while_closed": closed[1] / before[1],
        "still_crossing": after[1] / before[1],
        "turned_to_ports": (after[0] - before[0]) / before[1],
        "unseen_before": before[2] / before[1],
        "unseen": after[2] / before[1],
        "exceptions_between_ports": p["exception_share"] * excepted[1] / after[1],
        "stayed_in_a_land_way": (after[0] - before[0] + after[2] - before[2]) / stopped,
        "without_agreement": (nowhere[0] + nowhere[1] - before[0]) / before[1],
    }

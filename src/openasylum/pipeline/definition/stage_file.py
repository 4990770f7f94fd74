"""The form of a stage file: what may stand in ``stages.yaml`` and in a file of your own."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from openasylum.bilingual import Text
from openasylum.errors import UnusableValue
from openasylum.pipeline.definition.quantities import Constant
from openasylum.pipeline.definition.quantity_forms import Amount, NumbersToldOnce, Share
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS

ONE = Constant(1.0)
ZERO = Constant(0.0)

_DAYS_AT_MOST = 100_000


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)


class Duration(_Form):
    """How long something takes, in days. ``exponential`` is a constant hazard of 1 / mean a day, and may
    change by date.

    ``erlang`` needs ``shape`` (a whole number of phases), ``lognormal`` needs ``sigma`` (of the logarithm).
    """

    distribution: Literal["exponential", "fixed", "erlang", "lognormal"]
    mean_days: Amount
    shape: int = Field(default=1, ge=1, le=100)
    sigma: float = Field(default=0.0, ge=0.0, le=5.0)

    @model_validator(mode="after")
    def _its_own_parameter(self) -> Duration:
        for name, distribution in (("shape", "erlang"), ("sigma", "lognormal")):
            given, wanted = name in self.model_fields_set, self.distribution == distribution
            if given != wanted:
                raise UnusableValue(
                    f"{distribution} needs {name}" if wanted else f"only {distribution} has {name}",
                    f"{distribution} a besoin de {name}" if wanted else f"seul {distribution} a {name}",
                )
        return self


class Exit(_Form):
    """One way out: its name, where it leads, and who takes it.

    ``share`` of those who leave; ``share_of_rest`` of those whom the exits with a ``share`` leave over; the one exit with
    neither takes everyone else. Or ``pathways``: those of whose claim the law makes one of these.
    """

    name: str
    to: str
    share: Share | None = None
    share_of_rest: Share | None = None
    pathways: list[str] | None = None

    @property
    def takes_who_is_left(self) -> bool:
        """Whether it says of no part of the people that they go here."""
        return self.share is None and self.share_of_rest is None

    @model_validator(mode="after")
    def _one_share(self) -> Exit:
        if self.share is not None and self.share_of_rest is not None:
            raise UnusableValue(
                "an exit has a share or a share_of_rest, not both",
                "une sortie a share ou share_of_rest, non les deux",
            )
        return self


class WaitStep(_Form):
    """From this many days of waiting on, a hazard is multiplied by ``factor``."""

    from_days: float = Field(ge=0, le=_DAYS_AT_MOST)
    factor: Amount


class Hazard(_Form):
    """Leaving while one waits (withdrawing, abandoning, being lost from sight): a yearly rate per person
    waiting.
    """

    name: str
    to: str
    per_year: Amount
    after_days: float = Field(default=0.0, ge=0, le=_DAYS_AT_MOST)
    by_wait: list[WaitStep] = []

    @model_validator(mode="after")
    def _waits_rise(self) -> Hazard:
        days = [step.from_days for step in self.by_wait]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise UnusableValue(
                "days of waiting should rise from one step to the next",
                "les jours d'attente doivent croître d'un palier au suivant",
            )
        return self


class Prerequisite(_Form):
    """Something that runs beside the process and must be done before a person can be taken (security
    screening, a deadline).
    """

    name: str
    since: Literal["claim", "stage"]
    takes: Duration


class When(_Form):
    """Who belongs to a stream: every condition that stands here must hold; ``share`` of those, by a keyed
    draw.
    """

    origin: list[str] | None = None
    channel: list[str] | None = None
    share: Share | None = None


class Stream(_Form):
    """A line of its own inside a stage: who stands in it, what one decision costs of the capacity, and its
    claim to be served.
    """

    name: str
    when: When | None = None
    effort: float = Field(default=1.0, gt=0)
    weight: Amount = ONE
    priority: int = Field(default=0, ge=-1_000_000, le=1_000_000)


class Members(_Form):
    """Capacity from people: members in post, hiring that ramps up, attrition, decisions per member, hearings
    that fall through.
    """

    members: Amount
    decisions_per_member: Amount
    ramp_months: float = Field(default=0.0, ge=0, le=600)
    attrition_per_year: Share = ZERO
    postponed: Share = ZERO


class FollowsIntake(_Form):
    """A rule: capacity is ``share`` of the yearly intake ``lag_days`` ago, smoothed over ``window_days``,
    never below ``base``.
    """

    base: Amount
    share: Amount = ONE
    lag_days: int = Field(default=365, ge=0, le=_DAYS_AT_MOST)
    window_days: int = Field(default=365, ge=1, le=_DAYS_AT_MOST)


class CapacityRule(_Form):
    """Decisions a year: one of ``per_year``, ``quota``, ``members`` or ``follows_intake``; ``open`` is the share
    of the day's capacity usable. ``per_year`` comes evenly, day by day, and what a day does not need is gone; a
    ``quota`` is there from the first day of the calendar year and lasts until it is used up or the year ends.
    """

    per_year: Amount | None = None
    quota: Amount | None = None
    members: Members | None = None
    follows_intake: FollowsIntake | None = None
    open: Share = ONE

    @model_validator(mode="after")
    def _exactly_one(self) -> CapacityRule:
        ways = self.per_year, self.quota, self.members, self.follows_intake
        if sum(part is not None for part in ways) != 1:
            raise UnusableValue(
                "give exactly one of per_year, quota, members and follows_intake",
                "donnez exactement un de per_year, quota, members et follows_intake",
            )
        if self.quota is not None and self.open != ONE:
            raise UnusableValue(
                "a quota has no open: give it a smaller number from a date on",
                "un quota n'a pas de open : donnez-lui un nombre plus petit à partir d'une date",
            )
        return self


class _Stage(_Form):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Text
    about: Text | None = None
    organisation: str | None = None


class _Waiting(_Stage):
    exits: list[Exit] = Field(min_length=1)
    hazards: list[Hazard] = []
    redetermined_as: str | None = None


class _Queue(_Waiting):
    prerequisites: list[Prerequisite] = []
    streams: list[Stream] = Field(default=[Stream(name="all")], min_length=1)
    allocation: Literal["priority", "proportional"] = "proportional"
    oldest_share: Share = ONE


class DelayStage(_Waiting):
    """People wait for a time of their own, not for one another. ``instant`` pathways pass through on the same
    day.
    """

    kind: Literal["delay"]
    takes: Duration
    instant: list[str] = []


class CapacityStage(_Queue):
    """People wait in line for one of so many decisions a year."""

    kind: Literal["capacity"]
    capacity: CapacityRule


class ServerStage(_Queue):
    """People wait in line for one of so many servers, each busy for as long as the service takes."""

    kind: Literal["servers"]
    servers: Amount
    service: Duration


class ForkStage(_Stage):
    """A point where ways part; nobody stays there."""

    kind: Literal["fork"]
    exits: list[Exit] = Field(min_length=1)


class EndStage(_Stage):
    """Where the process ends."""

    kind: Literal["end"]


Stage = Annotated[
    DelayStage | CapacityStage | ServerStage | ForkStage | EndStage, Field(discriminator="kind")
]


class StageFile(_Form):
    """A whole process: its stages in the order in which each day serves them.

    ``steps_per_day``: where it is not said, see ``StageGraph.steps_per_day``. ``people_per_file``: how many people come and
    are heard together, on average (a family, see ``files``). ``numbers``: those told once and used by name; they stand before
    every field that may use them.
    """

    title: Text
    about: Text | None = None
    numbers: NumbersToldOnce = {}
    origins: list[str] = Field(default=list(ORIGIN_GROUPS), min_length=1)
    channels: list[str] = Field(default=list(CHANNELS), min_length=1)
    steps_per_day: int | None = Field(default=None, ge=1, le=1440)
    people_per_file: Amount = ONE
    first_stage: str
    stages: list[Stage] = Field(min_length=2)

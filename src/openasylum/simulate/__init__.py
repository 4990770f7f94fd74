"""The whole chain, for one draw: people arrive, the law reads their facts, they wait, are decided, stay or leave, and cost."""

from openasylum.simulate.annual import HEADLINE
from openasylum.simulate.draw import Drawn, simulate_draw, simulate_people
from openasylum.simulate.world import World, build_world

__all__ = ["HEADLINE", "Drawn", "World", "build_world", "simulate_draw", "simulate_people"]

"""How the engines' functions go through Numba: by the few of its steps that they need, and a part of a larger function is typed
and written down apart, then laid into the larger one, which is optimised and turned into machine code as a whole. (Left to
itself, Numba does both for every part too, and again for each function around it.) For functions without Numba's reference
counts and with NumPy's errors (``_nrt=False``, ``error_model="numpy"``) only: others ask for objects that a part does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import FunctionPass, PassManager, register_pass
from numba.core.typed_passes import (
    AnnotateTypes,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.types import Number
from numba.core.types.functions import BaseFunction
from numba.core.types.misc import unliteral
from numba.core.untyped_passes import (
    FixupArgs,
    GenericRewrites,
    IRProcessing,
    ReconstructSSA,
    TranslateByteCode,
)


class _Unfinished(JITCodeLibrary):
    """The code of a part, with that of its own parts: good for being laid in only."""

    def finalize(self) -> None:
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0

    @property
    def codegen(self) -> Any:
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """A part has no Python objects of its own."""


@register_pass(mutates_CFG=False, analysis_only=True)
class _LeaveUnfinished(FunctionPass):
    _name = "leave_unfinished"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        state.library = _Unfinished(state.targetctx.codegen(), state.func_id.func_qualname)
        return False


class WholeCompiler(CompilerBase):
    """Numba's own steps, but for those that closures, generators, objects and arrays made on the way ask for."""

    before_writing: ClassVar[tuple[type, ...]] = ()

    def define_pipelines(self) -> list[Any]:
        """The steps for one function."""
        steps = PassManager("nopython")
        for step in (
            TranslateByteCode,
            FixupArgs,
            IRProcessing,
            GenericRewrites,
            ReconstructSSA,
            NopythonTypeInference,
            PreLowerStripPhis,
            *self.before_writing,
            AnnotateTypes,
            NativeLowering,
            NoPythonBackend,
        ):
            steps.add_pass(step, step.name())
        steps.finalize()
        return [steps]


class PartCompiler(WholeCompiler):
    """The same, and the code is left unfinished."""

    before_writing = (_LeaveUnfinished,)


@contextmanager
def asked_once() -> Iterator[None]:
    """What an operation makes of arguments of such types is asked once: Numba itself asks anew at every place where the operation
    stands, some of them twice, and each time of some twenty candidates that say no before the one that says yes.
    """
    answers: dict[tuple[Any, ...], Any] = {}
    ask = BaseFunction.get_call_type

    def answer(function: Any, context: Any, arguments: Any, named: Any) -> Any:
        # No number of ours has a type of its own for being written in the source.
        kinds = tuple(unliteral(each) if isinstance(each, Number) else each for each in arguments)
        question = function, kinds, *named.items()
        if question not in answers:
            answers[question] = ask(function, context, kinds, named)
        return answers[question]

    with patch.object(BaseFunction, "get_call_type", answer):
        yield

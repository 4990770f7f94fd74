"""How a part of a larger function is compiled: typed and written down apart, then laid into the larger one, which is optimised
and turned into machine code as a whole. (Left to itself, Numba does both for every part too, and again for each function
around it.) For functions without Numba's reference counts and with NumPy's errors (``_nrt=False``, ``error_model="numpy"``) only:
others ask for objects that a part does not have.
"""

from __future__ import annotations

from typing import Any, Final

from numba import version_info
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.typed_passes import NopythonTypeInference

#: The last release of Numba that these steps were tried with; its inner workings are no contract.
_LAST_KNOWN: Final = (0, 68)


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


class PartCompiler(CompilerBase):
    """Numba's own steps, but for the last."""

    def define_pipelines(self) -> list[Any]:
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.add_pass_after(_LeaveUnfinished, NopythonTypeInference)
        steps.finalize()
        return [steps]


def steps_of_a_part(release: tuple[int, int] = version_info.short) -> dict[str, Any]:
    """What ``njit`` is told of the steps for a part; nothing where Numba is newer than they are: the same code, compiled slower."""
    return {"pipeline_class": PartCompiler} if release <= _LAST_KNOWN else {}

"""A course of a learning system brought up to date."""

from __future__ import annotations

from coursepack.adapters.programs import Programs
from coursepack.model.diagnostic import Outcome
from coursepack.pipeline import Wishes, front_end, with_programs
from coursepack.pipeline.packages import packaged
from coursepack.push import Pushed, State, Target, push
from coursepack.read.disk import Disk
from coursepack.write import Packing, pack
from coursepack.write.fragment import FULL
from coursepack.write.placed import placed


def push_course(
    disk: Disk, wishes: Wishes, target: Target, state: State, *, apply: bool
) -> Outcome[Pushed]:
    """Bring a course of a learning system up to date with that in *disk*; see `push`."""

    def run(programs: Programs) -> Outcome[Pushed]:
        made = packaged(front_end.read(disk, wishes, programs), wishes, programs)
        package = made.value
        if package is None:
            return Outcome(Pushed(), made.diagnostics)
        backup = pack(package, ("mbz",), Packing())[0].data if target.system == "moodle" else b""
        pushed = push(target, placed(package, FULL), backup, state, apply=apply)
        return Outcome(pushed.value, (*made.diagnostics, *pushed.diagnostics))

    return with_programs(Pushed(), run)

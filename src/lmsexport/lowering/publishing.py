"""What is not ready for students, taken out of a course before a target sees it: what waits for drafts, and what is not
published, where the target hides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lmsexport.content import ResolvedCourse
from lmsexport.errors import ModelPath
from lmsexport.lowering.declarations import PUBLISHED, Capabilities, Dropped, carry_of
from lmsexport.lowering.leftovers import Leftovers
from lmsexport.lowering.losses import Loss, leaf_texts
from lmsexport.model import Course, Item, Module


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """What a target sees of a course."""

    resolved: ResolvedCourse
    left_out: frozenset[str]
    """Ids of the items that it does not see."""

    def at_home(self, loss: Loss, course: Course) -> Loss:
        """A loss with its place in the course as its author wrote it."""
        seen = self.resolved.course
        return loss if seen is course else replace(loss, path=_written_path(loss.path, seen, course))


def published(resolved: ResolvedCourse, capabilities: Capabilities, name: Callable[[Loss], None]) -> PublishedCourse:
    """A course as a target sees it: without gates that wait for drafts, and without what is not published, where it
    leaves that out. `name` takes the losses, those of gates that wait for it, too."""
    course, carry = resolved.course, carry_of(capabilities, PUBLISHED)
    all_published = all(part.published for part in (*course.modules, *course.items))
    if not course.drafts and (all_published or not isinstance(carry, Dropped)):
        return PublishedCourse(resolved, frozenset())
    leftovers = Leftovers(course, name)
    leftovers.forget(draft.id for draft in course.drafts)

    def is_left(part: Module | Item, path: ModelPath) -> bool:
        if part.published or not isinstance(carry, Dropped):
            return True
        leftovers.remember(part)
        name(Loss.of(PUBLISHED, path, part.id, leaf_texts(part), carry))
        return False

    modules = []
    for m, module in enumerate(course.modules):
        if is_left(module, ("modules", m)):
            items = (item for i, item in enumerate(module.items) if is_left(item, ("modules", m, "items", i)))
            modules.append(module.model_copy(update={"items": tuple(items)}))
    left = leftovers.cleared(course.model_copy(update={"modules": tuple(modules)}))
    kept = {item.id for item in left.items}
    gone = {item.id for item in course.items} - kept | {draft.id for draft in course.drafts}
    return PublishedCourse(resolved.with_course(left), frozenset(gone))


def _written_path(path: ModelPath, left: Course, course: Course) -> ModelPath:
    """The place in a course of what stands at a path of the one that is left of it."""
    match path:
        case ("modules", int(m), *rest):
            module = left.modules[m]
            m = [each.id for each in course.modules].index(module.id)
            match rest:
                case ("items", int(i), *more):
                    i = [each.id for each in course.modules[m].items].index(module.items[i].id)
                    return ("modules", m, "items", i, *more)
            return ("modules", m, *rest)
    return path

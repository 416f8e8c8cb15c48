"""Grade items, grade categories and weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from lmsexport.formats.moodle.carries.grades import is_weighted
from lmsexport.formats.moodle.carries.names import name_html
from lmsexport.model import Assessment, Course, Item, Lab, points_of
from lmsexport.packaging import Numbers

NATURAL, WEIGHTED = 13, 10
"""Moodle's ways of adding up: by points; by weights (GRADE_AGGREGATE_SUM, GRADE_AGGREGATE_WEIGHTED_MEAN)."""


@dataclass(frozen=True, slots=True)
class GradeItem:
    """A column of the gradebook."""

    id: int
    type: str
    """`mod`, `category` or `course`."""
    instance: int
    order: int
    maximum: str
    category: int = 0
    name: str = ""
    kind: str = ""
    idnumber: str = ""
    passing: str = "0.00000"
    """The grade that passes, in points."""
    weight: str = "0.00000"
    """Under weighting; under adding up by points it would mean extra credit, so it is 0 there."""
    share: str = "0.00000"
    """Under adding up by points: Moodle computes it, unless it is overridden."""
    override: bool = False
    """Whether `share` is meant: 0 keeps a practice quiz out of the total."""
    hidden: bool = False
    """Moodle hides the column of an activity with it (course/lib.php, set_coursemodule_visible)."""


@dataclass(frozen=True, slots=True)
class GradeCategoryRow:
    """A part of the gradebook; the whole is one, too."""

    id: int
    parent: int
    name: str
    aggregation: int

    @property
    def depth(self) -> int:
        """1 for the whole, 2 for its parts."""
        return 2 if self.parent else 1

    @property
    def path(self) -> str:
        """Ids from the whole down."""
        return f"/{self.parent}/{self.id}/" if self.parent else f"/{self.id}/"


@dataclass(slots=True)
class Gradebook:
    """The gradebook of a course."""

    course: Course
    numbers: Numbers
    categories: list[GradeCategoryRow] = field(init=False)
    totals: list[GradeItem] = field(init=False)
    order: dict[str, int] = field(init=False)
    """Id of an item → its place in the course, from 0."""

    def __post_init__(self) -> None:
        self.order = {item.id: number for number, item in enumerate(self.course.items)}
        whole = self.numbers("grade category", "")
        self.categories = [GradeCategoryRow(whole, 0, "?", self._way(None))]
        self.totals = [GradeItem(self.numbers("grade item", ""), "course", whole, 1, "100.00000")]
        for number, part in enumerate(self.course.grade_categories):
            id = self.numbers("grade category", part.id)
            self.categories.append(GradeCategoryRow(id, whole, name_html(part.title), self._way(part.id)))
            self.totals.append(
                GradeItem(
                    self.numbers("grade item", "category", part.id),
                    "category",
                    id,
                    number + 2,
                    "100.00000",
                    weight=_number(part.weight),
                    idnumber=part.id,
                )
            )

    def _way(self, category: str | None) -> int:
        return WEIGHTED if is_weighted(self.course, category) else NATURAL

    def item(self, item: Item, kind: str, instance: int, *, hidden: bool) -> GradeItem | None:
        """The grade item of an assessment or a graded lab; None for what is not graded."""
        if not isinstance(item, Assessment | Lab) or not (maximum := points_of(item)):
            return None
        counts, passing = True, Decimal(0)
        if isinstance(item, Assessment):
            counts, passing = item.graded, maximum * (item.pass_mark or 0) / 100
        is_natural = self._way(item.grade_category) == NATURAL
        return GradeItem(
            id=self.numbers("grade item", item.id),
            type="mod",
            instance=instance,
            maximum=_number(maximum),
            order=len(self.totals) + 1 + self.order[item.id],
            category=self.numbers("grade category", item.grade_category or ""),
            name=name_html(item.title),
            kind=kind,
            idnumber=item.id,
            passing=_number(passing),
            weight=_number(item.weight or Decimal(0)),
            override=is_natural and not counts,
            hidden=hidden,
        )


def _number(value: Decimal) -> str:
    return f"{value:.5f}"

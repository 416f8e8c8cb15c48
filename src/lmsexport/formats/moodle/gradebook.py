"""Grade items, grade categories and weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from lmsexport.formats.moodle.capabilities import shown_name
from lmsexport.model import Assessment, Course, Item, Lab
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
        graded = [item for item in self.course.items if isinstance(item, Assessment | Lab)]
        parts = self.course.grade_categories
        loose = [item for item in graded if item.grade_category is None]
        weighted = parts or any(item.weight is not None for item in loose)
        self.categories = [GradeCategoryRow(whole, 0, "?", WEIGHTED if weighted else NATURAL)]
        self.totals = [GradeItem(self.numbers("grade item", ""), "course", whole, 1, "100.00000")]
        for number, part in enumerate(parts):
            own = [item for item in graded if item.grade_category == part.id]
            way = WEIGHTED if any(item.weight is not None for item in own) else NATURAL
            id = self.numbers("grade category", part.id)
            self.categories.append(GradeCategoryRow(id, whole, shown_name(part.title), way))
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

    def item(self, item: Item, kind: str, instance: int) -> GradeItem | None:
        """The grade item of an assessment or a graded lab; None for what is not graded."""
        if isinstance(item, Assessment):
            maximum, counts = item.total_points, item.graded
            passing = maximum * item.pass_mark / 100 if item.pass_mark is not None else Decimal(0)
        elif isinstance(item, Lab) and item.points is not None:
            maximum, counts, passing = item.points, True, Decimal(0)
        else:
            return None
        if not maximum:
            return None
        category = self.numbers("grade category", item.grade_category or "")
        weighted = next(row.aggregation for row in self.categories if row.id == category) == WEIGHTED
        weight = item.weight if item.weight is not None else maximum
        return GradeItem(
            id=self.numbers("grade item", item.id),
            type="mod",
            instance=instance,
            maximum=_number(maximum),
            order=len(self.totals) + 1 + self.order[item.id],
            category=category,
            name=shown_name(item.title),
            kind=kind,
            idnumber=item.id,
            passing=_number(passing),
            weight=_number(weight if weighted and counts else Decimal(0)),
            override=not (weighted or counts),
        )


def _number(value: Decimal) -> str:
    return f"{value:.5f}"

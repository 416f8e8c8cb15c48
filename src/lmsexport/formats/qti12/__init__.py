"""QTI 1.2: quizzes alone as a package, and the documents within cartridges and Canvas exports."""

from lmsexport.formats.qti12.carries.passes import identifier
from lmsexport.formats.qti12.carries.questions import (
    CANVAS,
    CARTRIDGE,
    CARTRIDGE_FOR_MOODLE,
    Dialect,
    StandIn,
    cut_name,
    kept_name,
)
from lmsexport.formats.qti12.target import Qti12, QtiOptions
from lmsexport.formats.qti12.write.assessments import QuizWriter, introduction
from lmsexport.formats.qti12.write.new_quizzes import new_quizzes_notes
from lmsexport.formats.qti12.write.question_writer import QuestionWriter

__all__ = [
    "CANVAS",
    "CARTRIDGE",
    "CARTRIDGE_FOR_MOODLE",
    "Dialect",
    "Qti12",
    "QtiOptions",
    "QuestionWriter",
    "QuizWriter",
    "StandIn",
    "cut_name",
    "identifier",
    "introduction",
    "kept_name",
    "new_quizzes_notes",
]

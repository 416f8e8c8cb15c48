"""QTI 1.2: quizzes alone as a package, and the documents within cartridges and Canvas exports."""

from lmsexport.formats.qti12.carries import CANVAS, CARTRIDGE, CARTRIDGE_FOR_MOODLE, Dialect, StandIn, cut_name, name
from lmsexport.formats.qti12.exporter import Qti12, QtiOptions
from lmsexport.formats.qti12.questions import QuestionWriter, identifier
from lmsexport.formats.qti12.quizzes import QuizWriter, introduction

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
    "name",
]

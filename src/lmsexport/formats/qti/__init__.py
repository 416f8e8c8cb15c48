"""QTI 2.1, 2.2 and 3.0: packages of items, tests and banks, by one writer."""

from lmsexport.formats.qti.target import Qti21, Qti22, Qti30

__all__ = ["Qti21", "Qti22", "Qti30"]

"""cmi5: packages of which every step is a statement in a learning record store."""

from lmsexport.formats.cmi5.target import Cmi5

__all__ = ["Cmi5"]

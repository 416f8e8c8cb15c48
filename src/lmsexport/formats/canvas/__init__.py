"""Canvas course exports."""

from lmsexport.formats.canvas.target import CanvasExport, CanvasOptions

__all__ = ["CanvasExport", "CanvasOptions"]

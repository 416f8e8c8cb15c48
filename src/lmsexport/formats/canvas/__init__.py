"""Canvas course exports."""

from lmsexport.formats.canvas.exporter import CanvasExport, CanvasOptions

__all__ = ["CanvasExport", "CanvasOptions"]

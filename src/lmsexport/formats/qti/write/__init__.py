"""Writing: a lowered course as documents of QTI 2 or 3."""

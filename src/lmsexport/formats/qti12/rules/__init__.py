"""The rules of QTI 1.2."""

"""Reads QTI 1.2 from anywhere."""

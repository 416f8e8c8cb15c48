"""The types of questions in QTI 1.2, a file for each: how it is written, and how it is read."""

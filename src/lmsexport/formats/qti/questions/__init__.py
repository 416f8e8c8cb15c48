"""The types of questions, a file each: how a type is written in QTI 2 and 3, and how it is read."""

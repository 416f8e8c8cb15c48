"""Writes quizzes and banks in QTI 1.2."""

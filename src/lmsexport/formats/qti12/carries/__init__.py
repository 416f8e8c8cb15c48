"""What QTI 1.2 carries of questions and quizzes, and the passes that make the rest into that."""

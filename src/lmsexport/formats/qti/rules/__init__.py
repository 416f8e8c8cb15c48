"""What packages of QTI 2 and 3 have to keep to."""

"""Reading: what packages of QTI 2 and 3 from anywhere say."""

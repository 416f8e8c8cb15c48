"""`python -m lmsexport`."""

from lmsexport.cli import main

main()

"""What LMSs make of packages, by their published import rules: one file for each LMS."""

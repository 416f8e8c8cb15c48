"""Pages that show a course to students and let them play it: what the web pages and the packages for LMSs share."""

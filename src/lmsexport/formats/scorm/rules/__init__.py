"""What SCORM packages have to keep to."""

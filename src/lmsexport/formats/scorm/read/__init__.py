"""Reading: what SCORM packages from anywhere say."""

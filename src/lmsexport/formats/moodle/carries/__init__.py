"""What Moodle carries of a course: in a backup, in Moodle XML and in GIFT."""

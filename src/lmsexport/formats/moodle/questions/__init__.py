"""The types of questions, a file each: how a type is written and read in a backup, in Moodle XML and in GIFT."""

"""What web pages have to keep to."""

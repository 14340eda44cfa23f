"""Everything that is wrong with a folder or submission, before it is published."""

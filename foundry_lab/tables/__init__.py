"""The table engine: Arrow tables, their column metadata, filters, pages and statistics."""

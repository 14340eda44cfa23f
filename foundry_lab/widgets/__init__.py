"""Widgets for notebook outputs: a table's preview, a model's run, the picker. Their other half is `src/widgets`."""

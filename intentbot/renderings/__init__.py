"""A report, shown: one module for each way, each a pure function of the report that returns text."""

"""The command line: each module is one command, `main` puts them together. They parse, call and print."""

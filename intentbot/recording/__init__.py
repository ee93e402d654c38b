"""Turns on their way to the database: on the disk before a customer has the answer, in the database soon after."""

"""The words of somebody's home: `lines` of work, the `parts` they stand in, the whole `page`."""

"""Nothing lost: backups of an installation, and restoring them.

`sealed` encrypts, `tables` turns rows into lines and back, `making` makes a backup, `opening`
checks and reads one, `restoring` puts one in place, `versions` says which older ones stay,
`erasures` what stays erased.
"""

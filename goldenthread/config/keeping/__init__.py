"""Nothing lost: backups of an installation, and restoring them.

`sealed` encrypts, `tables` turns rows into lines and back, `making` makes a backup, `opening`
checks and reads one, `building` makes its database anew and `restoring` puts that in place,
`unfinished` keeps a half-restored one shut, `versions` says which older ones stay, `erasures` what
stays erased, `steps` what comes after what.
"""

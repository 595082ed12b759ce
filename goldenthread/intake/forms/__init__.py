"""What is posted from the pages of an import, read into corrections and answers.

Each reader takes the posted fields and the import as it stands, and gives what the officer said
together with the sentences (`Mend`) about what is still to be mended.
"""

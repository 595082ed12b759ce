"""What is asked, one thing at a time; errors say how to mend."""

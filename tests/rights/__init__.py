"""Every named address as every role, in two areas."""

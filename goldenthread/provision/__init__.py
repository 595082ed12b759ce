"""Settings: schools, colleges, early-years and other providers, and what they offer."""

"""An invented register: children and their requests, as a context would have them."""

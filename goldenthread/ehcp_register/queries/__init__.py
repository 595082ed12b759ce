"""Questions of the register, each asked as somebody on a day."""

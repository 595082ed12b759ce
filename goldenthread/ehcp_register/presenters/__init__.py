"""The words of the register's pages."""

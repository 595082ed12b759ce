from tests.many_connections import many_connections

__all__ = ["many_connections"]

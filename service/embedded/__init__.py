"""PostgreSQL and Redis out of their wheels, and the processes that need them, on one machine."""

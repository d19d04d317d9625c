#!/bin/bash
# The binaries that PostgreSQL is taken from have no pg_isready: whether somebody listens.
exec 3<> /dev/tcp/127.0.0.1/5432

#!/bin/sh
# PostgreSQL's image runs this at its first start: a database and a user for each server.
set -eu
for name in prosody contacts; do
  psql --username postgres --set name="$name" --set password="$POSTGRES_PASSWORD" <<'SQL'
create user :"name" password :'password';
create database :"name" owner :"name";
SQL
done

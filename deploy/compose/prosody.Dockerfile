FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends prosody lua-dbi-postgresql lua-unbound && rm -rf /var/lib/apt/lists/*
COPY deploy/prosody/prosody.cfg.lua /etc/prosody/prosody.cfg.lua
COPY server/prosody /usr/local/lib/prosody/backchannel
USER prosody
CMD ["prosody", "-F"]

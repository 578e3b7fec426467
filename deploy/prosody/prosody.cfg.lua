-- A messaging server for Backchannel: Prosody 0.12 behind a reverse proxy that ends TLS for WebSockets. docs/production.md is the guide.
-- Every ENV_NAME is an environment variable NAME, so that this file is the same on each machine.

local domain = ENV_XMPP_DOMAIN or "example.com"
local guests = ENV_XMPP_GUEST_DOMAIN or ("guest." .. domain)

admins = {}
pidfile = ENV_PROSODY_PIDFILE or "/run/prosody/prosody.pid"
data_path = ENV_PROSODY_DATA or "/var/lib/prosody"
certificates = ENV_PROSODY_CERTS or "/etc/prosody/certs"
plugin_paths = { ENV_BACKCHANNEL_MODULES or "/usr/local/lib/prosody/backchannel" }
-- The journal of systemd takes what is written to the standard output.
log = { { levels = { min = "info" }, to = "console" } }
run_as_root = ENV_PROSODY_AS_ROOT == "yes"

modules_enabled = {
  "roster", "saslauth", "tls", "disco", "carbons", "pep", "private", "blocklist", "vcard4", "vcard_legacy", "version", "time", "ping",
  "mam", "csi_simple", "smacks", "websocket", "groups", "limits", "turn_external", "http_openmetrics",
}
-- No other organization is reached. docs/deploying.md, "Other organizations", says how to allow some.
modules_disabled = { "s2s" }

-- Agents' browsers reach /xmpp-websocket by the proxy, on this machine. The port for other XMPP clients asks for TLS.
http_ports = { tonumber(ENV_PROSODY_HTTP_PORT or "5280") }
http_interfaces = { ENV_PROSODY_HTTP_ADDRESS or "127.0.0.1" }
https_ports = {}
http_default_host = domain
trusted_proxies = { ENV_PROXY_ADDRESS or "127.0.0.1" }
consider_websocket_secure = true
c2s_ports = { tonumber(ENV_PROSODY_C2S_PORT or "5222") }
c2s_interfaces = { ENV_PROSODY_C2S_ADDRESS or "127.0.0.1" }
c2s_require_encryption = true
-- Metrics, at /metrics, are for this machine's Prometheus.
statistics = "internal"
statistics_interval = "manual"
openmetrics_allow_ips = { "127.0.0.1" }

-- With Nagle's algorithm a round trip takes 44 ms instead of 3. A frozen browser is noticed after a minute.
network_settings = { nagle = false, read_timeout = 60 }

authentication = "internal_hashed"
password_hash = "SHA-256"
c2s_stanza_size_limit = 262144
limits = { c2s = { rate = "30kb/s", burst = "10s" } }

-- For so long an agent whose browser is gone looks available; one that comes back later reads the archive.
smacks_hibernation_time = 60
smacks_max_queue_size = 5000

-- All data is in PostgreSQL, so that it is backed up, and exported, in one place.
default_storage = "sql"
storage = { archive = "sql" }
sql = {
  driver = "PostgreSQL",
  host = ENV_PGHOST or "127.0.0.1",
  port = tonumber(ENV_PGPORT or "5432"),
  database = ENV_PGDATABASE or "prosody",
  username = ENV_PGUSER or "prosody",
  password = ENV_PGPASSWORD or "",
}
-- What the archive keeps, and so what an audit can export. docs/compliance.md, "Retention".
local kept_for = ENV_ARCHIVE_EXPIRES_AFTER or "90d"
-- Prosody takes a number without one of its units for seconds, and would delete all but the newest.
if kept_for ~= "never" and not kept_for:match("^[1-9]%d*[dwmy]$") then
  error("ARCHIVE_EXPIRES_AFTER is neither never nor a time such as 90d, 12w, 6m (months) or 2y: " .. kept_for)
end
archive_expires_after = kept_for
max_archive_query_results = 250
default_archive_policy = true

-- A line for each agent, by group: [+Billing], then anna@example.com=Anna Lind.
groups_file = ENV_PROSODY_GROUPS or "/etc/prosody/groups.txt"

turn_external_host = ENV_TURN_HOST or ("turn." .. domain)
turn_external_port = 3478
turn_external_secret = ENV_TURN_SECRET or error("TURN_SECRET, coturn's static-auth-secret, isn't set")
turn_external_ttl = 14400

VirtualHost(domain)
  if ENV_SSO_INTROSPECTION_URL then
    -- Agents sign in by the tokens of the organization's issuer. docs/deploying.md, "Single sign-on".
    authentication = "backchannel_sso"
    backchannel_sso_introspection_url = ENV_SSO_INTROSPECTION_URL
    backchannel_sso_client_id = ENV_SSO_CLIENT_ID
    backchannel_sso_client_secret = ENV_SSO_CLIENT_SECRET
    backchannel_sso_audiences = { ENV_SSO_AUDIENCE or "backchannel-messaging" }
  end

-- Contacts who call from a page of yours. docs/deploying.md, "Calls from contacts".
VirtualHost(guests)
  authentication = "anonymous"
  modules_enabled = { "backchannel_guests" }
  modules_disabled = {
    "roster", "carbons", "pep", "private", "blocklist", "vcard4", "vcard_legacy", "version", "time", "mam", "csi_simple", "smacks", "groups", "s2s",
  }
  backchannel_agent_hosts = { domain }

-- For the measurement only: one host on loopback, plain words, no limits, every message in the archive.
-- The program that starts it says where: IMDATA (folder), IMPORT (port).
data_path = ENV_IMDATA
pidfile = ENV_IMDATA .. "/prosody.pid"
log = { warn = ENV_IMDATA .. "/prosody.log" }
run_as_root = true
interfaces = { "127.0.0.1" }
c2s_ports = { tonumber(ENV_IMPORT) }
network_backend = "epoll"

modules_enabled = { "saslauth", "roster", "disco", "carbons", "ping", "mam", "smacks" }
modules_disabled = { "offline", "s2s", "tls", "http" }
authentication = "internal_plain"
allow_unencrypted_plain_auth = true
c2s_require_encryption = false

default_storage = "internal"
default_archive_policy = true
archive_expires_after = "never"

VirtualHost "localhost"

import type { RosterGroup } from './server-accounts.ts';
import { type ComponentConfig, RELAY_SECONDS, type RelayConfig } from './server-neighbours.ts';

export interface ProsodyConfig {
  readonly folder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly pidFile: string;
  readonly groupsFile: string;
  readonly tcpPort: number;
  readonly httpPort: number;
  /** The virtual host of anonymous guests. */
  readonly guestHost?: string;
  readonly turn?: RelayConfig;
  readonly components?: ComponentConfig;
  /** The issuer of the organisation's tokens, which agents may sign in by beside their passwords. */
  readonly sso?: SsoIssuer;
  /** How long a cut session waits to be resumed (XEP-0198). */
  readonly hibernationSeconds: number;
  /** The largest stanza that a client may send, in bytes. */
  readonly stanzaSizeLimit: number;
  readonly scramIterations: number;
  /** Folders with Prosody modules of this project. */
  readonly pluginFolders: readonly string[];
  readonly extraModules: readonly string[];
  /** More virtual hosts and other settings, in Prosody's configuration language. */
  readonly extraConfig: string;
}

const MODULES = [
  'roster',
  'saslauth',
  'disco',
  'carbons',
  'pep',
  'private',
  'blocklist',
  'vcard4',
  'vcard_legacy',
  'version',
  'time',
  'ping',
  'mam',
  'csi_simple',
  'smacks',
  'websocket',
  'groups',
];

/** Modules that are switched off for guests, because guests have no account, no roster and no archive. */
const NOT_FOR_GUESTS = [
  'roster',
  'carbons',
  'pep',
  'private',
  'blocklist',
  'vcard4',
  'vcard_legacy',
  'version',
  'time',
  'mam',
  'csi_simple',
  'smacks',
  'groups',
];

/** Writes text as a string of Prosody's configuration language. */
export function lua(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

function luaList(texts: readonly string[]): string {
  return `{ ${texts.map(lua).join(', ')} }`;
}

/** The host of anonymous guests (docs/deploying.md). They sign in by SASL ANONYMOUS, and this project's module restricts them to calls to agents. */
function guestHostConfig(host: string, extraModules: readonly string[]): string {
  return `VirtualHost ${lua(host)}
  authentication = "anonymous"
  modules_enabled = { "backchannel_guests" }
  modules_disabled = ${luaList([...NOT_FOR_GUESTS, ...extraModules, 's2s'])}
  backchannel_agent_hosts = { "localhost" }
  -- All of them are at this machine's address.
  backchannel_guest_calls_per_minute_address = 600
`;
}

const SHIFT_SECONDS = 8 * 3600;

/** What a host needs to know of the organisation's issuer. */
export interface SsoIssuer {
  readonly introspection: string;
  readonly audience: string;
  readonly serverClient: { readonly id: string; readonly secret: string };
}

/** A host whose agents sign in by the organisation's tokens (docs/deploying.md). */
export function ssoHostConfig(
  host: string,
  { introspection, audience, serverClient }: SsoIssuer,
  {
    sessionSeconds = SHIFT_SECONDS,
    usernameDomain = host,
    answerSeconds,
  }: { readonly sessionSeconds?: number; readonly usernameDomain?: string; readonly answerSeconds?: number } = {},
): string {
  return `VirtualHost ${lua(host)}
${ssoConfig({ introspection, audience, serverClient }, { sessionSeconds, usernameDomain })}${answerSeconds === undefined ? '' : `  backchannel_sso_answer_seconds = ${answerSeconds}\n`}`;
}

function ssoConfig(
  { introspection, audience, serverClient }: SsoIssuer,
  { sessionSeconds, usernameDomain }: { readonly sessionSeconds: number; readonly usernameDomain: string },
): string {
  return `  authentication = "backchannel_sso"
  backchannel_sso_introspection_url = ${lua(introspection)}
  backchannel_sso_client_id = ${lua(serverClient.id)}
  backchannel_sso_client_secret = ${lua(serverClient.secret)}
  backchannel_sso_audiences = ${luaList([audience])}
  backchannel_sso_username_domain = ${lua(usernameDomain)}
  backchannel_sso_session_seconds = ${sessionSeconds}
`;
}

function turnConfig({ host, port, secret }: RelayConfig): string {
  return `turn_external_host = ${lua(host)}
turn_external_port = ${port}
turn_external_secret = ${lua(secret)}
turn_external_ttl = ${RELAY_SECONDS}`;
}

/**
 * The configuration of a private Prosody: on 127.0.0.1 only, without TLS and federation. Where it differs from Prosody's defaults, the default would
 * be slow (nagle), would lose messages (archive, queue size), or would use SHA-1.
 */
export function prosodyConfig(config: ProsodyConfig): string {
  const isRoot = process.getuid?.() === 0;
  // The set-up installs the SQLite driver from Debian's package only. Elsewhere Prosody's own archive files are used.
  const hasSqlite = process.platform === 'linux';
  return `-- Written by demo/prosody-config.ts at every start.
${isRoot ? 'run_as_root = true' : ''}
daemonize = false
pidfile = ${lua(config.pidFile)}
data_path = ${lua(config.dataFolder)}
log = { info = ${lua(config.logFile)} }
plugin_paths = ${luaList(config.pluginFolders)}
modules_enabled = ${luaList([...MODULES, ...(config.turn ? ['turn_external'] : []), ...config.extraModules])}
modules_disabled = { "s2s" }

c2s_interfaces = { "127.0.0.1" }
c2s_ports = { ${config.tcpPort} }
http_interfaces = { "127.0.0.1" }
http_ports = { ${config.httpPort} }
https_ports = {}
http_default_host = "localhost"
network_settings = { nagle = false, read_timeout = 60 }

authentication = "internal_hashed"
password_hash = "SHA-256"
default_iteration_count = ${config.scramIterations}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true

c2s_stanza_size_limit = ${config.stanzaSizeLimit}
smacks_max_queue_size = 5000
smacks_hibernation_time = ${config.hibernationSeconds}
${hasSqlite ? 'storage = { archive = "sql" }\nsql = { driver = "SQLite3", database = "prosody.sqlite" }' : ''}
archive_expires_after = "never"
max_archive_query_results = 250
groups_file = ${lua(config.groupsFile)}
${config.components ? `component_interfaces = { "127.0.0.1" }\ncomponent_ports = { ${config.components.port} }` : ''}
${config.turn ? turnConfig(config.turn) : ''}

VirtualHost "localhost"
${config.sso ? ssoConfig(config.sso, { sessionSeconds: SHIFT_SECONDS, usernameDomain: 'localhost' }) : ''}${config.guestHost === undefined ? '' : guestHostConfig(config.guestHost, config.extraModules)}
${config.extraConfig}
${(config.components?.jids ?? []).map((jid) => `Component ${lua(jid)}\n  component_secret = ${lua(config.components?.secret ?? '')}\n`).join('')}`;
}

/** The content of mod_groups's file of groups. */
export function groupsFile(groups: readonly RosterGroup[]): string {
  const oneLine = (text: string) => text.replace(/[\r\n]/g, ' ');
  return groups
    .map(({ name, members, isPublic }) =>
      [`[${isPublic ? '+' : ''}${oneLine(name)}]`, ...members.map((member) => `${member.jid}=${oneLine(member.name)}`), ''].join('\n'),
    )
    .join('\n');
}

import type { DatabaseAccess } from './postgres.ts';
import { type ComponentConfig, RELAY_SECONDS, type RelayConfig } from './server-neighbours.ts';

export interface EjabberdConfig {
  readonly httpPort: number;
  /** Where its HTTP interface (mod_http_api) is. */
  readonly apiPort: number;
  readonly resumeSeconds: number;
  /**
   * The archive: the file of an SQLite database, or for the nodes of a cluster, which share no file, a PostgreSQL. Both keep what they have taken when the
   * server is killed. Without one Mnesia is the archive, which loses the last minutes then.
   */
  readonly archive?: { readonly file: string } | { readonly database: DatabaseAccess };
  readonly sso?: SsoHost;
  /** Virtual hosts beside `localhost`. */
  readonly hosts?: readonly string[];
  /** A virtual host of anonymous guests (docs/deploying.md). This project's module restricts them to calls to agents. */
  readonly guestHost?: string;
  /** Limits of the guests' other than that module's own, by its names. */
  readonly guestLimits?: Readonly<Record<string, number>>;
  readonly turn?: RelayConfig;
  readonly components?: ComponentConfig;
}

/** A host of its own whose agents sign in by the organisation's tokens (docs/deploying.md). */
export interface SsoHost {
  readonly host: string;
  /** The file of the issuer's public key, as a JSON Web Key. */
  readonly keyFile: string;
  /** The claim that has an agent's whole address. */
  readonly claim: string;
}

/**
 * After about this long without a sign of life a node counts as down for the others, which wait for it with each write until then. ejabberd sets its own
 * default, a minute, in place of what Erlang is told at its start. Both have to say the same, because a change takes effect a minute later.
 */
export const TICK_SECONDS = 10;
/** How many connections a node has to PostgreSQL for each host. It takes a hundred in all. */
const POOL_SIZE = 4;

/** The modules with their options. */
const MODULES = ({ resumeSeconds, archive, turn }: EjabberdConfig): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  mod_admin_extra: {},
  mod_blocking: {},
  mod_caps: {},
  mod_carboncopy: {},
  mod_client_state: {},
  mod_disco: {},
  mod_http_api: {},
  mod_mam: { default: 'always', assume_mam_usage: true, request_activates_archiving: false, ...(archive ? { db_type: 'sql' } : {}) },
  mod_offline: {},
  mod_ping: {},
  mod_privacy: {},
  mod_private: {},
  // By default no node may be configured to keep more than ten items.
  mod_pubsub: { plugins: ['flat', 'pep'], max_items_node: 100 },
  mod_roster: { versioning: true },
  mod_shared_roster: {},
  mod_stream_mgmt: { resume_timeout: resumeSeconds, max_ack_queue: 5_000, resend_on_timeout: 'if_offline' },
  // What the archive has stamped is told by the agent's clock.
  mod_time: {},
  mod_vcard: {},
  ...(turn ? { mod_stun_disco: relayOf(turn) } : {}),
});

function relayOf({ host, port, secret }: RelayConfig): Readonly<Record<string, unknown>> {
  const at = { host, port, transport: 'udp' };
  return {
    offer_local_services: false,
    credentials_lifetime: `${RELAY_SECONDS} s`,
    secret,
    services: [
      { ...at, type: 'stun', restricted: false },
      { ...at, type: 'turn', restricted: true },
    ],
  };
}

/**
 * The configuration of a private ejabberd: on 127.0.0.1 only, without TLS and federation, and with its HTTP interface (`/api`) for this machine. It is
 * written as JSON, which YAML contains.
 */
export function ejabberdConfig(config: EjabberdConfig): string {
  const { httpPort, apiPort, archive, sso, components, hosts = [], guestHost } = config;
  const guests = guestHost === undefined ? {} : { [guestHost]: guestHostConfig(config) };
  return JSON.stringify(
    {
      hosts: ['localhost', ...hosts, ...(sso ? [sso.host] : []), ...(guestHost === undefined ? [] : [guestHost])],
      host_config: {
        ...(sso ? { [sso.host]: { auth_method: ['jwt', 'internal'], jwt_key: sso.keyFile, jwt_jid_field: sso.claim } } : {}),
        ...guests,
      },
      loglevel: 'warning',
      listen: [
        { port: httpPort, ip: '127.0.0.1', module: 'ejabberd_http', request_handlers: { '/xmpp-websocket': 'ejabberd_http_ws' } },
        { port: apiPort, ip: '127.0.0.1', module: 'ejabberd_http', request_handlers: { '/api': 'mod_http_api' } },
        ...(components ? [listenerOf(components)] : []),
      ],
      trusted_proxies: ['127.0.0.1'],
      websocket_ping_interval: 60,
      net_ticktime: TICK_SECONDS,
      auth_method: ['internal'],
      auth_password_format: 'scram',
      auth_scram_hash: 'sha256',
      disable_sasl_mechanisms: ['digest-md5', 'X-OAUTH2'],
      acl: { local: { user_regexp: '' }, loopback: { ip: ['127.0.0.0/8'] } },
      access_rules: { local: { allow: 'local' } },
      api_permissions: { 'this machine': { who: { acl: 'loopback' }, what: '*' } },
      shaper: {},
      shaper_rules: { max_user_sessions: 10, max_user_offline_messages: 5_000 },
      max_fsm_queue: 10_000,
      ...(archive ? archiveOptions(archive) : {}),
      modules: MODULES(config),
    },
    undefined,
    2,
  );
}

function archiveOptions(archive: NonNullable<EjabberdConfig['archive']>): Readonly<Record<string, unknown>> {
  if ('file' in archive) return { sql_type: 'sqlite', sql_database: archive.file };
  const { port, name, user, password } = archive.database;
  const access = { sql_server: '127.0.0.1', sql_port: port, sql_database: name, sql_username: user, sql_password: password };
  // In the new schema each row names its host, so that several hosts may share a database.
  return { sql_type: 'pgsql', new_sql_schema: true, sql_pool_size: POOL_SIZE, ...access };
}

/** The host of anonymous guests has these modules alone. */
function guestHostConfig({ turn, guestLimits }: EjabberdConfig): Readonly<Record<string, unknown>> {
  // All of them are at this machine's address.
  const guests = { agent_hosts: ['localhost'], calls_per_minute_address: 600, ...guestLimits };
  const relay = turn ? { mod_stun_disco: relayOf(turn) } : {};
  return {
    auth_method: ['anonymous'],
    anonymous_protocol: 'sasl_anon',
    modules: { mod_backchannel_guests: guests, mod_disco: {}, mod_ping: {}, ...relay },
  };
}

/**
 * Where programs connect as components, each by the name that it gives. It doesn't list their names as `hosts`: whoever connects to a listener is sent
 * what goes to any host in that list, so that one hub would be sent what is for the other.
 */
function listenerOf({ port, secret }: ComponentConfig): Readonly<Record<string, unknown>> {
  return { port, ip: '127.0.0.1', module: 'ejabberd_service', password: secret };
}

/**
 * The set-up that every command of this project shares. Plain Node without packages, because it is what installs them.
 *
 *     node setup.mjs [--with-chromium] [--with-firefox] [--with-postgresql] [--with-ejabberd] [--with-proxies] [--only-npm] [--quiet] [SCRIPT [ARGUMENTS…]]
 *
 * Installs what is missing (npm packages; Prosody and the TURN server coturn, with --with-chromium and --with-firefox the browsers and fonts, with --with-postgresql a
 * PostgreSQL, with --with-ejabberd an ejabberd, and with --with-proxies what the files in deploy are for, whose services stay off), then runs the script, if one is given, in this same process: a signal then reaches whoever
 * has to clean up. Takes well under a second when
 * everything is there. With --only-npm, or `--service ADDRESS` among the script's arguments, no Prosody is needed, and none
 * is installed; with `--server ejabberd` among them an ejabberd is installed too, and with `--nodes 2` or more what a cluster has beside it.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const PROSODY_PACKAGES = ['prosody', 'lua-dbi-sqlite3'];
/** The TURN server. The demo goes without where it can't be had: calls then find direct routes only. */
const COTURN_PACKAGES = ['coturn'];
const POSTGRESQL_PACKAGES = ['postgresql'];
const EJABBERD_PACKAGES = ['ejabberd', 'erlang-p1-sqlite3'];
/** What a cluster of ejabberd has beside it. */
const CLUSTER_PACKAGES = ['postgresql', 'erlang-p1-pgsql', 'haproxy'];
/** What checks the files in deploy: proxies, the servers' ways to PostgreSQL, and an LDAP directory. */
const PROXY_PACKAGES = ['nginx-light', 'haproxy', 'lua-dbi-postgresql', 'lua-unbound', 'erlang-p1-pgsql', 'slapd', 'openssl'];
const CHROMIUM_PACKAGES = ['chromium', 'fonts-noto-color-emoji', 'fonts-inter'];
/** Most tests are done in half the time in Chromium without windows; where it can't be had they take the whole one. */
const CHROMIUM_WISHES = ['chromium-headless-shell'];
const FIREFOX_PACKAGES = ['firefox-esr'];
const FLAGS = ['--with-chromium', '--with-firefox', '--with-postgresql', '--with-ejabberd', '--with-proxies', '--only-npm', '--quiet'];

class SetupError extends Error {}

/** @param {string[]} args */
function parseArguments(args) {
  const scriptAt = args.findIndex((arg) => !arg.startsWith('--'));
  const own = scriptAt < 0 ? args : args.slice(0, scriptAt);
  const script = scriptAt < 0 ? undefined : args[scriptAt];
  const rest = scriptAt < 0 ? [] : args.slice(scriptAt + 1);
  const unknown = own.find((arg) => !FLAGS.includes(arg));
  if (unknown) throw new SetupError(`setup.mjs does not know ${unknown}.`);
  const isClusterNamed = rest.some(
    (arg, index) => /^--nodes=[^1]|^cluster$|,cluster$/.test(arg) || (arg === '--nodes' && rest[index + 1] !== '1'),
  );
  const isEjabberdNamed = rest.includes('--server=ejabberd') || rest[rest.indexOf('--server') + 1] === 'ejabberd';
  return {
    isChromiumWanted: own.includes('--with-chromium'),
    isFirefoxWanted: own.includes('--with-firefox'),
    isPostgresqlWanted: own.includes('--with-postgresql'),
    isEjabberdWanted: own.includes('--with-ejabberd') || isEjabberdNamed,
    isClusterWanted: isClusterNamed,
    areProxiesWanted: own.includes('--with-proxies'),
    isQuiet: own.includes('--quiet'),
    isProsodyWanted: !own.includes('--only-npm') && !rest.some((arg) => arg === '--service' || arg.startsWith('--service=')),
    script,
    rest,
  };
}

/** @param {string} command */
function findCommand(command) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Runs a program to its end; its output is shown as it comes, or, when quiet, only if it fails.
 * @param {string} command @param {string[]} args
 * @param {{isQuiet: boolean, env?: Record<string, string>}} options
 * @returns whether it succeeded
 */
function run(command, args, { isQuiet, env }) {
  const output = isQuiet ? 'pipe' : 'inherit';
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    maxBuffer: 64 * 1024 * 1024,
  });
  const isOk = result.status === 0;
  if (isQuiet && !isOk) process.stderr.write(`${result.stdout?.toString() ?? ''}${result.stderr?.toString() ?? ''}`);
  return isOk;
}

/** Compares the lock file with npm's own record of what it put into node_modules; dates would not survive a checkout. */
function areNpmPackagesInstalled() {
  const recordPath = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(recordPath, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || installed[path]?.version === entry.version,
  );
}

function checkFolder() {
  try {
    accessSync(ROOT, constants.W_OK);
  } catch (cause) {
    throw new SetupError(`You may not write to ${ROOT}, where packages, the build and data go. Use a clone of your own.`, { cause });
  }
}

/** @param {boolean} isQuiet */
function installNpmPackages(isQuiet) {
  if (areNpmPackagesInstalled()) return;
  console.log('Setting up: installing npm packages (a minute or so) …');
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', PUPPETEER_SKIP_DOWNLOAD: '1' };
  // "dev" by name: the build and the tests are dev dependencies, whatever NODE_ENV says.
  if (!run('npm', ['ci', '--include=dev', '--no-fund', '--no-audit'], { isQuiet, env }))
    throw new SetupError('`npm ci` failed; its messages are above. Check the connection to your npm registry and run this again.');
}

/** @param {string[]} packages */
function missingDebianPackages(packages) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', '${Package} ${db:Status-Status}\n', ...packages]);
  const lines = stdout.toString().split('\n');
  return packages.filter((name) => !lines.includes(`${name} installed`));
}

const APT_SCRIPT = join(ROOT, 'build', 'apt-without-services.sh');

/** @param {string[]} packages */
const rootNeeded = (
  packages,
) => `That takes root, and there is no sudo here, or one that asks for a password. This command asks for nothing.
Give sudo your password beforehand:

    sudo -v && npm run ${process.env.npm_lifecycle_event ?? 'demo'}

Or install the packages as root, and run this again:

    apt-get install --no-install-recommends ${packages.join(' ')}
`;

const isRoot = () => process.getuid?.() === 0;
let isSudoAnnounced = false;

/** Says so before sudo is used, even to ask whether it may be. */
function canBecomeRoot() {
  if (isRoot()) return true;
  if (!isSudoAnnounced)
    console.log('Setting up: Debian packages are missing. Using sudo, which must not ask for a password, to install them …');
  isSudoAnnounced = true;
  return spawnSync('sudo', ['-n', 'true']).status === 0;
}

/** @param {string[]} packages @param {boolean} isQuiet */
function installDebianPackages(packages, isQuiet) {
  if (!canBecomeRoot()) throw new SetupError(rootNeeded(packages));
  console.log(`Setting up: installing ${packages.join(', ')} with apt-get, as root …`);
  const shell = ['/bin/sh', APT_SCRIPT, ...packages];
  const [command = '/bin/sh', ...args] = isRoot() ? shell : ['sudo', '-n', ...shell];
  if (!run(command, args, { isQuiet })) throw new SetupError(`apt-get could not install ${packages.join(', ')}; its messages are above.`);
}

/** @param {string[]} packages @param {boolean} isQuiet */
function installWishes(packages, isQuiet) {
  try {
    installDebianPackages(packages, isQuiet);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`Going on without ${packages.join(', ')}: it takes longer.`);
  }
}

const NO_PROSODY = `Prosody, the XMPP server that the demo and the tests run, is not here, and this machine has neither apt-get nor Homebrew.
Install Prosody 0.12 or newer (https://prosody.im/download), so that \`prosody\` is on the PATH, on Linux LuaDBI's SQLite driver
too, and run this again.
Or let the demo use any XMPP server that has WebSocket:

    npm run demo -- --service wss://chat.example.com/xmpp-websocket
`;

/** @param {{isChromiumWanted: boolean, isFirefoxWanted: boolean, isPostgresqlWanted: boolean, isEjabberdWanted: boolean, isClusterWanted: boolean, areProxiesWanted: boolean, isProsodyWanted: boolean, isQuiet: boolean}} wanted */
function installPrograms({
  isChromiumWanted,
  isFirefoxWanted,
  isPostgresqlWanted,
  isEjabberdWanted,
  isClusterWanted,
  areProxiesWanted,
  isProsodyWanted,
  isQuiet,
}) {
  if (findCommand('apt-get') && findCommand('dpkg-query')) {
    const hasOwnChromium = Boolean(process.env.CHROMIUM);
    const packages = [
      ...(isProsodyWanted ? [...PROSODY_PACKAGES, ...COTURN_PACKAGES] : []),
      ...(isPostgresqlWanted ? POSTGRESQL_PACKAGES : []),
      ...(isEjabberdWanted ? EJABBERD_PACKAGES : []),
      ...(isClusterWanted ? CLUSTER_PACKAGES : []),
      ...(areProxiesWanted ? PROXY_PACKAGES : []),
      ...(isChromiumWanted ? CHROMIUM_PACKAGES.filter((name) => name !== 'chromium' || !hasOwnChromium) : []),
      ...(isFirefoxWanted && !process.env.FIREFOX ? FIREFOX_PACKAGES : []),
    ];
    const missing = packages.length ? missingDebianPackages(packages) : [];
    const isOptional = !isChromiumWanted && missing.every((name) => COTURN_PACKAGES.includes(name));
    if (missing.length && !(isOptional && !canBecomeRoot())) installDebianPackages(missing, isQuiet);
    const wishes = isChromiumWanted && !hasOwnChromium ? missingDebianPackages(CHROMIUM_WISHES) : [];
    if (wishes.length) installWishes(wishes, isQuiet);
    return;
  }
  if (isProsodyWanted && !findCommand('prosody')) {
    if (!findCommand('brew')) throw new SetupError(NO_PROSODY);
    console.log('Setting up: installing prosody with Homebrew …');
    if (!run('brew', ['install', 'prosody'], { isQuiet, env: { NONINTERACTIVE: '1' } })) throw new SetupError(NO_PROSODY);
  }
  if (isChromiumWanted && !findCommand('turnserver')) {
    throw new SetupError(
      'The tests need coturn. Install it, so that `turnserver` is on the PATH (https://github.com/coturn/coturn), and run this again.',
    );
  }
  if (isPostgresqlWanted && !findCommand('initdb')) {
    throw new SetupError(
      'The tests need PostgreSQL. Install it, so that `initdb` and `postgres` are on the PATH (https://www.postgresql.org/download), and run this again.',
    );
  }
  if (isEjabberdWanted && !findCommand('ejabberdctl'))
    throw new SetupError('A private ejabberd is made of the package of Debian. Run this there.');
  if (isChromiumWanted && !process.env.CHROMIUM && !existsSync('/usr/bin/chromium'))
    throw new SetupError('The tests need Chromium. Install one and say where it is: CHROMIUM=/path/to/chromium npm test');

  if (isFirefoxWanted && !process.env.FIREFOX && !existsSync('/usr/bin/firefox-esr'))
    throw new SetupError('The tests need Firefox. Install one and say where it is: FIREFOX=/path/to/firefox npm test');
}

/** @param {string} script @param {string[]} args */
async function runScript(script, args) {
  const path = resolve(ROOT, script);
  process.argv = [process.argv[0] ?? 'node', path, ...args];
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(realpathSync(path)).href);
}

try {
  const wanted = parseArguments(process.argv.slice(2));
  checkFolder();
  installPrograms(wanted);
  installNpmPackages(wanted.isQuiet);
  if (wanted.script) await runScript(wanted.script, wanted.rest);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

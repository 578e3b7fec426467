/*
 * Which folder may import which: all arrows of the project are here, and `npm run lint` holds the code against them. What isn't listed is forbidden,
 * also for a type and for an `import()`.
 */

/** The folders of src. */
export const FOLDERS = {
  model: [],
  channel: ['model'],
  client: ['model', 'channel'],
  storage: ['model'],
  background: ['model', 'storage', 'channel'],
  words: ['channel', 'model', 'locales'],
  components: ['channel', 'model', 'words', 'locales'],
  'media-host': ['channel', 'model'],
  locales: [],
  embed: ['model', 'channel', 'client', 'storage', 'background', 'words', 'components', 'media-host', 'locales'],
  extension: ['model', 'channel', 'client', 'storage', 'background', 'words', 'components', 'media-host', 'locales'],
};

/** The rooms of a folder, each by its path within it. Files that are in no room may import every room, and every room may import them. */
export const ROOMS = {
  components: {
    kit: [],
    call: ['kit'],
    'case-data': ['kit'],
    'team-communicator': ['kit'],
    'unsent-records': ['kit'],
    contact: ['kit', 'case-data'],
    'shared-context': ['kit', 'case-data', 'contact'],
    'im-window': ['kit', 'call', 'shared-context'],
    history: ['kit', 'im-window', 'team-communicator'],
    'interaction-tab': ['kit', 'call', 'contact', 'shared-context', 'im-window'],
    notifications: ['kit', 'call'],
    settings: ['kit', 'call'],
    'sign-in': ['kit', 'unsent-records'],
    workspace: [
      'kit',
      'call',
      'case-data',
      'contact',
      'history',
      'im-window',
      'interaction-tab',
      'notifications',
      'settings',
      'shared-context',
      'sign-in',
      'team-communicator',
      'unsent-records',
    ],
    'page-theme': ['workspace'],
    'page-elements': ['kit', 'contact', 'im-window', 'interaction-tab', 'notifications', 'team-communicator', 'workspace'],
  },
  background: {
    events: [],
    time: [],
    pages: ['time'],
    stream: ['events', 'time'],
    'xmpp/sign-in': ['stream'],
    xmpp: ['time', 'stream', 'xmpp/sign-in'],
    directory: ['events', 'time', 'stream'],
    'directory/service': ['events', 'time', 'directory', 'contacts/source'],
    gate: ['stream', 'directory'],
    im: ['events', 'time', 'stream', 'directory'],
    interactions: ['events', 'directory', 'gate', 'im'],
    'contacts/source': ['time', 'pages'],
    'contacts/reading': ['events', 'im', 'interactions', 'contacts/source'],
    'contacts/sharing': ['events', 'time', 'im', 'contacts/source', 'contacts/reading'],
    contacts: ['events', 'contacts/source', 'contacts/reading', 'contacts/sharing'],
    voice: ['events', 'time', 'stream', 'directory', 'gate', 'im', 'interactions', 'contacts'],
    'host/sign-in': ['pages', 'stream', 'xmpp/sign-in', 'xmpp'],
    'host/desk': [
      'events',
      'stream',
      'directory',
      'gate',
      'im',
      'interactions',
      'contacts/source',
      'contacts/reading',
      'contacts',
      'voice',
      'host/sign-in',
    ],
    'host/server': ['events', 'stream', 'xmpp', 'directory', 'gate', 'host/sign-in', 'host/desk'],
    'host/account': [
      'events',
      'stream',
      'directory',
      'directory/service',
      'gate',
      'im',
      'contacts',
      'host/sign-in',
      'host/desk',
      'host/server',
    ],
    host: ['events', 'time', 'stream', 'xmpp', 'directory', 'contacts/source', 'voice', 'host/sign-in', 'host/desk', 'host/account'],
  },
  model: {
    generated: [],
    text: ['generated'],
    interaction: ['text'],
    session: ['interaction'],
    call: ['interaction', 'session'],
    contact: ['text', 'interaction', 'session'],
    desk: ['interaction', 'session', 'call'],
  },
  extension: {
    policy: [],
    'sign-in': ['policy'],
    contacts: ['policy', 'sign-in'],
    dock: ['policy'],
    notifications: [],
    options: ['policy', 'contacts', 'sign-in'],
    'call-sound': ['options'],
    microphone: ['options', 'call-sound'],
  },
};

/** Folders outside of src. */
const OUTSIDE = [
  { name: 'src-alone', from: '^src/', to: '^(bench|build|demo|server|test)/', comment: 'The product is made of src only.' },
  {
    name: 'services-alone',
    from: '^demo/(crm/service|directory)/',
    to: '^src/',
    comment: 'The contact service and the directory service are programs of their own (ARCHITECTURE.md).',
  },
  {
    name: 'hub-alone',
    from: '^server/hub/',
    to: '^(bench|build|demo|test|src/(?!model/))',
    comment: 'The hub is a program of its own, with the rules of src/model (ARCHITECTURE.md).',
  },
  {
    name: 'call-page-alone',
    from: '^demo/call/',
    to: '(^src|(^|/)embed)/',
    comment: "The contact's page shares no code with Backchannel (ARCHITECTURE.md).",
  },
];

/** Packages that one folder wraps for all others; what is left of a package for somebody else is another one's `package`. */
const WRAPPED = [
  { name: 'stanza-wrapped', package: 'stanza/(?!jingle/)', in: ['background/xmpp'] },
  { name: 'stanza-jingle-wrapped', package: 'stanza/jingle/', in: ['background/xmpp', 'media-host'] },
  { name: 'idb-wrapped', package: 'idb/', in: ['storage'] },
];

const anyOf = (paths) => `(${paths.join('|')})`;

/** A folder imports only those that it lists. */
const folderRules = Object.entries(FOLDERS).map(([folder, allowed]) => ({
  name: `src-${folder}`,
  comment: `src/${folder} may import ${allowed.join(', ') || 'no other folder of src'}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/${anyOf([folder, ...allowed])}/` },
}));

/** A room imports only those that it lists. What isn't within the folder is the folder's rule. */
const roomRules = Object.entries(ROOMS).flatMap(([folder, rooms]) =>
  Object.entries(rooms).map(([room, allowed]) => ({
    name: `${folder}-${room.replace('/', '-')}`,
    comment: `src/${folder}/${room} may import ${allowed.join(', ') || 'no other room'} of src/${folder}.`,
    severity: 'error',
    from: { path: `^src/${folder}/${room}/[^/]+$` },
    to: { path: `^src/${folder}/.+/`, pathNot: `^src/${folder}/${anyOf([room, ...allowed])}/[^/]+$` },
  })),
);

/** Every room is listed, so that a new one has to say what it may import. */
const unlistedRules = [['src', FOLDERS], ...Object.entries(ROOMS).map(([folder, rooms]) => [`src/${folder}`, rooms])].map(
  ([folder, listed]) => ({
    name: `${folder.replace('/', '-')}-unlisted`,
    comment: `A folder of ${folder} that .dependency-cruiser.mjs doesn't list.`,
    severity: 'error',
    from: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/${anyOf(Object.keys(listed))}/` },
    to: {},
  }),
);

const wrappedRules = WRAPPED.map(({ name, package: wrapped, in: owners }) => ({
  name,
  comment: `Only ${owners.map((owner) => `src/${owner}`).join(' and ')} may import this package.`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${anyOf(owners)}/` },
  to: { path: `(^|/)node_modules/${wrapped}` },
}));

const outsideRules = OUTSIDE.map(({ name, comment, from, to }) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
}));

/** No file imports itself by way of others, not for a type either. */
const circleRule = {
  name: 'no-circle',
  comment: 'A circle of files: none of them can be understood, or tested, without all.',
  severity: 'error',
  from: {},
  to: { circular: true },
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [circleRule, ...folderRules, ...roomRules, ...unlistedRules, ...wrappedRules, ...outsideRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'types', 'default'] },
  },
};

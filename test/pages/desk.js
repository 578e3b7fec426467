import { openWorkspace } from '/embed/backchannel.js';

// A desk that a test configures by the address's hash: the profile, the policy for strangers, and, to sign in, jid, password and service.
const { profile, contacts, strangers, ...account } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
// If `contacts` is the address of a contact service, the test gives the tokens; if it is "source", the test gives the contacts.
const getToken = (options) => globalThis.giveContactToken(options);
const source = new Proxy(
  {},
  {
    get:
      (_, name) =>
      (...inputs) =>
        globalThis.askContactSource(name, inputs),
  },
);
const workspace = openWorkspace({
  profile,
  strangers,
  ...(contacts ? { contacts: contacts === 'source' ? { source } : { service: contacts, getToken } } : {}),
});
// An agent's own page has keys and a count of its own.
Object.assign(document.querySelector('backchannel-workspace'), { workspace, titleCount: true, shortcuts: true });
// Tests of the embed API use this.
globalThis.workspace = workspace;
// If the hash has no account, the profile was used before, and signs in by itself.
if (account.jid) void workspace.commands.signIn({ ...account, isKept: true });

import { openWorkspace } from '/embed/backchannel.js';

// A desk that a test steers by the address's hash: profile, what becomes of strangers, and, to sign in, jid, password or token, and service.
const { profile, contacts, strangers, ...account } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
// With the address of a contact service, the test gives the tokens; with "source", the contacts.
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
document.querySelector('backchannel-workspace').workspace = workspace;
// For tests of the embed API itself.
globalThis.workspace = workspace;
// A later page of the same profile, which gives no account, signs in by itself.
globalThis.signInResult = account.jid ? workspace.commands.signIn({ ...account, isKept: true }) : undefined;

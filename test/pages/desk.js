import { openWorkspace } from '/embed/backchannel.js';

// A desk that a test steers by the address's hash: profile, and, to sign in, jid, password or token, and service.
const { profile, ...account } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const workspace = openWorkspace({ profile });
document.querySelector('backchannel-workspace').workspace = workspace;
// For tests of the embed API itself.
globalThis.workspace = workspace;
globalThis.signInResult = account.jid ? workspace.commands.signIn(account) : undefined;

// What a StanzaJS client asks of its ways to sign in, in place of them (see stanza-slim.mjs): ours are in src/background/xmpp/sign-in.

export class Factory {
  register() {}
}

// Replaces StanzaJS's SASL mechanisms by what a client calls of them (see stanza-slim.mjs). src/background/xmpp/sign-in has the mechanisms.

export class Factory {
  register() {}
}

class Absent {}
export { Absent as ANONYMOUS, Absent as DIGEST, Absent as EXTERNAL, Absent as OAUTH, Absent as PLAIN, Absent as SCRAM };

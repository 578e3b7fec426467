import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { Prosody } from '../../demo/prosody.ts';
import type { Login, MessagingEvents, SignInProof } from '../../src/background/stream/messaging-port.ts';
import type { XmppStream as Stream } from '../../src/background/xmpp/xmpp-stream.ts';
import type { Mechanism } from '../../src/model/sign-in-mechanisms.ts';
import { importBundled } from '../fixtures/bundled.mjs';
import { bind, features, offer, open, sasl, saslFailure, type ScramFaults, speakScram } from '../fixtures/scram-server.ts';
import { type Conversation, ScriptedServer } from '../fixtures/scripted-server.ts';

const JID = 'alice@localhost';
const PASSWORD = 'correct horse battery';
/** The modules that only tests' servers have. */
const TEST_MODULES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prosody');

let XmppStream: typeof Stream;
let server: ScriptedServer;
let streams: Stream[] = [];

interface Attempt {
  readonly login?: Login;
  readonly jid?: string;
  readonly service?: string;
  readonly usedMechanisms?: readonly Mechanism[];
  readonly isPlainAllowed?: boolean;
}

interface Outcome {
  readonly problem: string | undefined;
  readonly proofs: readonly SignInProof[];
  /** What the stream has reported, except its state. */
  readonly told: readonly string[];
}

/** Signs in with the product's own stream, as the session host does. */
async function signIn({
  login = { password: PASSWORD },
  jid = JID,
  service = server.websocket,
  usedMechanisms = [],
  isPlainAllowed = false,
}: Attempt = {}): Promise<Outcome> {
  const proofs: SignInProof[] = [];
  const told: string[] = [];
  const note = (name: string) => () => void told.push(name);
  const events: MessagingEvents = {
    onSignals: note('signals'),
    onPresence: note('presence'),
    onRosterItems: note('roster'),
    onAcked: note('acked'),
    onStreamState: () => undefined,
    onMoreSent: () => undefined,
    flush: () => Promise.resolve(),
    onJingle: () => Promise.resolve({ error: { condition: 'service-unavailable' } }),
    answersTo: () => false,
    onBlocklist: () => undefined,
    admitsRequest: () => true,
    onSignedIn: (proof) => void proofs.push(proof),
    onDropped: () => undefined,
    onClosed: note('closed'),
  };
  const stream = new XmppStream({
    jid,
    service,
    resource: 'desk',
    login,
    usedMechanisms,
    isPlainAllowed,
    takesCalls: false,
    events,
    now: Date.now,
  });
  streams.push(stream);
  const problem = await stream.connect().then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'problem' in error ? String(error.problem) : String(error)),
  );
  return { problem, proofs, told };
}

/** Fails if anything that the server has received contains the password in any form. */
function assertPasswordStayed(): void {
  for (const frame of server.heard) {
    const said = [
      frame,
      ...[...frame.matchAll(/>([A-Za-z0-9+/=]+)</g)].map(([, text]) => Buffer.from(text ?? '', 'base64').toString()),
    ].join('\n');
    assert.ok(!said.includes(PASSWORD), `the server has heard the password: ${said}`);
  }
}

before(async () => {
  Object.assign(globalThis, { WebSocket });
  ({ XmppStream } = (await importBundled('src/background/xmpp/xmpp-stream.ts')) as { XmppStream: typeof Stream });
  server = await ScriptedServer.start();
});

afterEach(async () => {
  for (const stream of streams) stream.drop();
  streams = [];
  server.heard.length = 0;
});

after(() => server.stop());

const SCRAMS = ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'PLAIN'];

/** A server that proves itself, and then opens a session. */
function goodServer(offered: readonly string[] = SCRAMS, faults: ScramFaults = {}): (conversation: Conversation) => Promise<void> {
  return async (conversation) => {
    await open(conversation, ...offered);
    await speakScram(conversation, PASSWORD, faults);
    await bind(conversation, JID);
  };
}

describe('a server that proves itself', () => {
  for (const [offered, chosen] of [
    [SCRAMS, 'SCRAM-SHA-512'],
    [['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256'], 'SCRAM-SHA-256'],
    [['SCRAM-SHA-1', 'DIGEST-MD5'], 'SCRAM-SHA-1'],
  ] as const) {
    it(`is signed in to by ${chosen}, the strongest that it offers`, async () => {
      server.script = goodServer(offered);
      const { problem, proofs } = await signIn();
      assert.equal(problem, undefined);
      assert.deepEqual(
        proofs.map(({ mechanism, keys }) => [mechanism, keys?.mechanism]),
        [[chosen, chosen]],
      );
      assertPasswordStayed();
    });
  }

  it('sends nothing of the password from a page that was loaded without encryption, and says why', async () => {
    server.script = goodServer();
    Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
    try {
      assert.equal((await signIn()).problem, 'insecure-page');
    } finally {
      Reflect.deleteProperty(crypto, 'subtle');
    }
    assertPasswordStayed();
  });

  it('accepts stored keys the next time', async () => {
    server.script = goodServer();
    const [proof] = (await signIn()).proofs;
    assert.ok(proof?.keys);
    const again = await signIn({ login: { keys: proof.keys }, usedMechanisms: [proof.mechanism] });
    assert.equal(again.problem, undefined);
    assert.deepEqual(again.proofs[0]?.keys, proof.keys);
  });

  it('makes the agent enter the password again when it hashes the password otherwise than the stored keys', async () => {
    server.script = goodServer(['SCRAM-SHA-256']);
    const keys = (await signIn()).proofs[0]?.keys;
    assert.ok(keys);
    for (const script of [
      goodServer(['SCRAM-SHA-256'], { salt: 'another salt' }),
      goodServer(['SCRAM-SHA-256'], { iterations: 10_000 }),
      goodServer(['SCRAM-SHA-512']),
    ]) {
      server.script = script;
      server.heard.length = 0;
      const { problem, proofs } = await signIn({ login: { keys }, usedMechanisms: ['SCRAM-SHA-256'] });
      assert.equal(problem, 'password-needed');
      assert.deepEqual(proofs, []);
      assert.ok(!server.heard.some((frame) => frame.includes('<response')), 'no proof has gone out');
    }
  });
});

describe('a server that proves nothing gets no password, and no session', () => {
  const scripts: Readonly<Record<string, { readonly problem: string; readonly script: (conversation: Conversation) => Promise<void> }>> = {
    'offers PLAIN only': { problem: 'plain-sign-in', script: (c) => open(c, 'PLAIN') },
    'offers nothing': { problem: 'no-common-sign-in', script: (c) => open(c) },
    'offers what nobody knows': {
      problem: 'no-common-sign-in',
      script: (c) => open(c, 'SCRAM-SHA-3', 'X-FACEBOOK', 'DIGEST-MD5', 'ANONYMOUS', 'EXTERNAL', 'scram-sha-256'),
    },
    'offers a hundred': { problem: 'no-common-sign-in', script: (c) => open(c, ...Array.from({ length: 100 }, (_, at) => `X-${at}`)) },
    // These are more mechanisms than are read of any frame.
    'offers thousands': { problem: 'not-an-xmpp-server', script: (c) => open(c, ...Array.from({ length: 10_000 }, (_, at) => `X-${at}`)) },
    'offers a session without any sign-in': {
      problem: 'server-unproven',
      script: async (c) => {
        await c.hear();
        c.say(
          '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="localhost" id="s" version="1.0"/>',
          features('<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>'),
        );
      },
    },
    'has a nonce of its own': { problem: 'server-unproven', script: goodServer(SCRAMS, { nonce: () => 'foreign' }) },
    'gives our nonce back': { problem: 'server-unproven', script: goodServer(SCRAMS, { nonce: (own) => own }) },
    'asks for one iteration': { problem: 'server-unproven', script: goodServer(SCRAMS, { iterations: 1 }) },
    'asks for a thousand million iterations': { problem: 'server-unproven', script: goodServer(SCRAMS, { iterations: 1_000_000_000 }) },
    'shows a wrong signature': {
      problem: 'server-unproven',
      script: goodServer(SCRAMS, { signature: () => Buffer.alloc(64).toString('base64') }),
    },
    'shows no signature': { problem: 'server-unproven', script: goodServer(SCRAMS, { signature: () => undefined }) },
    'knows another password': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await speakScram(c, 'another');
      },
    },
    'says success without a challenge': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say(sasl('success'));
      },
    },
    'says success before it was asked': {
      problem: 'server-unproven',
      script: async (c) => {
        await c.hear();
        c.say(sasl('success'), offer(...SCRAMS));
      },
    },
    'says success before the answer to its challenge': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        const nonce = /r=(.*)/.exec(Buffer.from(/>([^<]*)</.exec(await c.hear())?.[1] ?? '', 'base64').toString())?.[1] ?? '';
        c.say(sasl('challenge', `r=${nonce}more,s=c2FsdA==,i=4096`), sasl('success', 'v=AAAA'));
      },
    },
    'says success twice': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await speakScram(c, PASSWORD);
        c.say(sasl('success', 'v=AAAA'));
      },
    },
    'challenges after success': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await speakScram(c, PASSWORD);
        c.say(sasl('challenge', 'r=x,s=c2FsdA==,i=4096'));
      },
    },
    'challenges twice': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say(sasl('challenge', ''), sasl('challenge', ''));
      },
    },
    'offers a second time': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say(offer('PLAIN'));
      },
    },
    'sends a message first': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say('<message xmlns="jabber:client" from="bob@localhost/x" to="alice@localhost" type="chat" id="m"><body>Hello</body></message>');
      },
    },
    'resumes a stream first': {
      problem: 'server-unproven',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say('<resumed xmlns="urn:xmpp:sm:3" h="0" previd="x"/>');
      },
    },
    'aborts, which only a client may': {
      problem: 'unexpected',
      script: async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say('<abort xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
      },
    },
  };
  for (const [name, { problem, script }] of Object.entries(scripts)) {
    it(`when it ${name}`, async () => {
      server.script = script;
      const outcome = await signIn();
      assert.equal(outcome.problem, problem);
      // In two of the scripts the server proves itself, and is left for what it sends after that.
      assert.equal(outcome.proofs.length, (name.includes('twice') && name.includes('success')) || name.includes('after success') ? 1 : 0);
      assert.deepEqual(outcome.told, []);
      assertPasswordStayed();
    });
  }
});

describe('a server that offers less than before', () => {
  for (const [used, offered] of [
    ['SCRAM-SHA-256', ['SCRAM-SHA-1', 'PLAIN']],
    ['SCRAM-SHA-512', ['SCRAM-SHA-256']],
    ['SCRAM-SHA-1', ['PLAIN']],
  ] as const) {
    it(`is refused with ${offered.join(', ')} after ${used}, even where PLAIN is allowed`, async () => {
      server.script = goodServer(offered);
      const { problem, proofs } = await signIn({ usedMechanisms: [used], isPlainAllowed: true });
      assert.equal(problem, 'weaker-sign-in');
      assert.deepEqual(proofs, []);
      assert.ok(!server.heard.some((frame) => frame.includes('<auth')));
    });
  }

  it('is refused with stored keys too', async () => {
    server.script = goodServer(['SCRAM-SHA-256']);
    const keys = (await signIn()).proofs[0]?.keys;
    assert.ok(keys);
    server.script = goodServer(['SCRAM-SHA-1', 'PLAIN']);
    assert.equal((await signIn({ login: { keys }, isPlainAllowed: true })).problem, 'weaker-sign-in');
  });

  it('is refused with a token too', async () => {
    server.script = (c) => open(c, 'PLAIN');
    assert.equal(
      (await signIn({ login: { token: 'a.token' }, usedMechanisms: ['OAUTHBEARER'], isPlainAllowed: true })).problem,
      'weaker-sign-in',
    );
  });

  it('may offer more than before', async () => {
    server.script = goodServer(['SCRAM-SHA-512', 'SCRAM-SHA-256']);
    assert.equal((await signIn({ usedMechanisms: ['SCRAM-SHA-1'] })).proofs[0]?.mechanism, 'SCRAM-SHA-512');
  });
});

describe('a token', () => {
  it('signs in by X-OAUTH2 where the server has no OAUTHBEARER, without PLAIN being allowed', async () => {
    server.script = async (c) => {
      await open(c, 'PLAIN', 'X-OAUTH2');
      const said = await c.hear();
      assert.match(said, /mechanism="X-OAUTH2"/);
      assert.equal(Buffer.from(/>([^<]+)</.exec(said)?.[1] ?? '', 'base64').toString(), `\0${JID.split('@')[0]}\0a.token`);
      c.say(sasl('success'));
      await bind(c, JID);
    };
    assert.equal((await signIn({ login: { token: 'a.token' } })).proofs[0]?.mechanism, 'X-OAUTH2');
  });
});

describe('PLAIN, if it is allowed', () => {
  const plainServer = async (c: Conversation) => {
    await open(c, 'PLAIN');
    await c.hear();
    c.say(sasl('success'));
    await bind(c, JID);
  };
  const saidToIt = () => Buffer.from(/<auth[^>]*>([^<]+)/.exec(server.heard.join('\n'))?.[1] ?? '', 'base64').toString();

  it('sends a password, from which no keys are stored', async () => {
    server.script = plainServer;
    const { problem, proofs } = await signIn({ isPlainAllowed: true });
    assert.equal(problem, undefined);
    assert.deepEqual(proofs, [{ mechanism: 'PLAIN' }]);
    assert.equal(saidToIt(), `\0alice\0${PASSWORD}`);
  });

  it('sends a token, as some servers need it', async () => {
    server.script = plainServer;
    assert.equal((await signIn({ login: { token: 'a.token' }, isPlainAllowed: true })).problem, undefined);
    assert.equal(saidToIt(), '\0alice\0a.token');
    assert.equal((await signIn({ login: { token: 'a.token' } })).problem, 'plain-sign-in');
  });

  it('is not used with a server that offers better', async () => {
    server.script = goodServer();
    assert.equal((await signIn({ isPlainAllowed: true })).proofs[0]?.mechanism, 'SCRAM-SHA-512');
    assertPasswordStayed();
  });

  it('sends nothing to a server that challenges, and no password with a NUL in it', async () => {
    server.script = async (c) => {
      await open(c, 'PLAIN');
      await c.hear();
      c.say(sasl('challenge', 'more'));
    };
    assert.equal((await signIn({ isPlainAllowed: true })).problem, 'server-unproven');
    server.heard.length = 0;
    assert.equal((await signIn({ isPlainAllowed: true, login: { password: 'x\0y' } })).problem, 'wrong-password');
    assert.ok(!server.heard.some((frame) => frame.includes('<auth')));
  });
});

describe('the reason that a server gives for a refusal is told to the agent', () => {
  for (const [condition, problem] of [
    ['not-authorized', 'wrong-password'],
    ['account-disabled', 'account-disabled'],
    ['credentials-expired', 'password-expired'],
    ['mechanism-too-weak', 'no-common-sign-in'],
    ['temporary-auth-failure', 'unexpected'],
    ['no-such-condition', 'wrong-password'],
  ] as const) {
    it(`${condition} as ${problem}`, async () => {
      server.script = async (c) => {
        await open(c, ...SCRAMS);
        await c.hear();
        c.say(saslFailure(condition));
      };
      assert.equal((await signIn()).problem, problem);
    });
  }

  it('a token that is refused with a challenge (RFC 7628 3.2.3) as a refusal', async () => {
    server.script = async (c) => {
      await open(c, 'OAUTHBEARER');
      await c.hear();
      c.say(sasl('challenge', '{"status":"invalid_token"}'));
      assert.match(await c.hear(), /<response[^>]*>AQ==</);
      c.say(saslFailure('not-authorized'));
    };
    assert.equal((await signIn({ login: { token: 'old' } })).problem, 'token-refused');
  });

  for (const [condition, problem] of [
    ['not-authorized', 'token-refused'],
    ['credentials-expired', 'token-refused'],
    ['invalid-authzid', 'other-account'],
    ['temporary-auth-failure', 'issuer-unreachable'],
    ['account-disabled', 'account-disabled'],
  ] as const) {
    it(`a token’s refusal as ${condition} as ${problem}`, async () => {
      server.script = async (c) => {
        await open(c, 'OAUTHBEARER');
        await c.hear();
        c.say(saslFailure(condition));
      };
      assert.equal((await signIn({ login: { token: 'a.token' } })).problem, problem);
    });
  }

  it('a success after such a challenge as no sign-in', async () => {
    server.script = async (c) => {
      await open(c, 'OAUTHBEARER');
      await c.hear();
      c.say(sasl('challenge', '{"status":"invalid_token"}'));
      await c.hear();
      c.say(sasl('success'));
    };
    assert.equal((await signIn({ login: { token: 'old' } })).problem, 'server-unproven');
  });
});

describe('a real server', () => {
  let folder: string;
  let prosody: Prosody;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-sign-in-'));
    prosody = await Prosody.start({
      folder,
      accounts: [
        { username: 'alice', password: PASSWORD },
        { username: 'alice', password: PASSWORD, host: 'older.localhost', hash: 'SHA-1' },
        { username: 'zoë', password: 'pa sswörd' },
      ],
      groups: [],
      scramIterations: 4096,
      pluginFolders: [TEST_MODULES],
      extraConfig: 'VirtualHost "older.localhost"\n  password_hash = "SHA-1"\nVirtualHost "sso.localhost"\n  authentication = "test_token"',
    });
  });
  after(async () => {
    await prosody.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [host, mechanism] of [
    ['localhost', 'SCRAM-SHA-256'],
    ['older.localhost', 'SCRAM-SHA-1'],
  ] as const) {
    it(`proves itself by ${mechanism}, and accepts its keys`, async () => {
      const jid = `alice@${host}`;
      const first = await signIn({ jid, service: prosody.websocket });
      assert.equal(first.problem, undefined);
      assert.equal(first.proofs[0]?.mechanism, mechanism);
      const keys = first.proofs[0].keys;
      assert.ok(keys);
      assert.equal((await signIn({ jid, service: prosody.websocket, login: { keys } })).problem, undefined);
      assert.equal((await signIn({ jid, service: prosody.websocket, login: { password: 'wrong' } })).problem, 'wrong-password');
    });
  }

  it('takes an agent’s token, and refuses another one’s', async () => {
    const tryToken = (token: string) => signIn({ jid: 'alice@sso.localhost', service: prosody.websocket, login: { token } });
    assert.equal((await tryToken('token-for-alice')).problem, undefined);
    assert.equal((await tryToken('token-for-somebody-else')).problem, 'token-refused');
  });

  it('takes a password in whatever form it was typed (RFC 4013)', async () => {
    assert.equal(
      (await signIn({ jid: 'zoë@localhost', service: prosody.websocket, login: { password: 'pa\u00A0ss\u00ADwo\u0308rd' } })).problem,
      undefined,
    );
  });
});

import { expect } from '@open-wc/testing';
import { SessionHost } from '../../src/background/host/session-host.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import type { ChannelPort } from '../../src/channel/rpc.ts';
import { VersionWatch } from '../../src/channel/version-watch.ts';
import { EmbeddedWorkspace } from '../../src/embed/embedded-workspace.ts';
import { InteractionError } from '../../src/embed/interaction-error.ts';
import { noChannel, watchStart } from '../../src/embed/host-start.ts';
import type { Overview } from '../../src/model/workspace.ts';

/** A channel to a host of the test's own. */
function channelToHost(): ChannelPort {
  const host = new SessionHost({ profile: `test ${crypto.randomUUID()}` });
  const { port1, port2 } = new MessageChannel();
  host.connectView(channelOfMessagePort(port1));
  return channelOfMessagePort(port2);
}

/** A host that tells this overview, and nothing else. */
function channelTelling(overview: Partial<Overview>): ChannelPort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<{ m?: string; a?: [number, { kind: string }] }>) => {
    const [id, query] = data.a ?? [];
    if (data.m === 'subscribe' && query?.kind === 'overview') port1.postMessage({ t: 'q', m: 'slices', a: [[[id, overview]]] });
  };
  return channelOfMessagePort(port2);
}

interface Opening {
  readonly channel?: () => ChannelPort;
  readonly workerUrl?: string;
  readonly withinMs?: number;
  readonly version?: VersionWatch;
}

function opened({ channel = noChannel, workerUrl, withinMs = 10_000, version }: Opening = {}) {
  const { start, fail } = watchStart(workerUrl);
  const workspace = new EmbeddedWorkspace(channel, version ? { version } : {}, { ...start, withinMs });
  return {
    workspace,
    fail,
    code: workspace.ready.then(
      () => 'ready',
      ({ name, code }: { name: string; code: string }) => `${name} ${code}`,
    ),
  };
}

describe('a workspace that a page opens', () => {
  it('is ready when its host tells that nobody is signed in', async () => {
    const { workspace, code } = opened({ channel: channelToHost });
    expect(await code).to.equal('ready');
    workspace.destroy();
  });

  const reasons: readonly (readonly [code: string, what: string, cause: unknown, opening?: Opening])[] = [
    ['worker-not-found', 'the worker’s script can’t be loaded', new Event('error')],
    [
      'other-origin',
      'the worker is of another origin',
      new DOMException('no', 'SecurityError'),
      { workerUrl: 'https://cdn.example/shared-worker.js' },
    ],
    ['trusted-types', 'the page’s policies lack ours', new TypeError('no')],
    ['storage-blocked', 'the browser blocks what the page stores', new DOMException('no', 'SecurityError')],
  ];
  for (const [code, what, cause, opening] of reasons) {
    it(`isn't ready, and answers its commands, where ${what}: ${code}`, async () => {
      const { workspace, fail, code: told } = opened(opening);
      const early = workspace.commands.signIn({ jid: 'anna@support.example', password: 'secret' });
      fail(cause);
      expect(await told).to.equal(`WorkspaceError ${code}`);
      const late = workspace.commands.signIn({ jid: 'anna@support.example', password: 'secret' });
      expect(await Promise.all([early, late])).to.deep.equal([{ refused: 'not-possible-now' }, { refused: 'not-possible-now' }]);
      workspace.destroy();
    });
  }

  it('isn’t ready where the host can’t store anything: storage-blocked', async () => {
    const { workspace, code } = opened({
      channel: () => channelTelling({ connection: { status: 'signed-out', problem: 'storage-unavailable' } }),
    });
    expect(await code).to.equal('WorkspaceError storage-blocked');
    workspace.destroy();
  });

  it('isn’t ready where a host of an older version doesn’t make room', async () => {
    const version = new VersionWatch('new', 0);
    await version.greet({ greet: () => Promise.reject(new Error('unknown')) });
    const { workspace, code } = opened({ channel: () => channelTelling({ connection: { status: 'signed-out' } }), version });
    Object.defineProperty(version, 'greet', { value: () => Promise.resolve() });
    expect(await code).to.equal('WorkspaceError version');
    workspace.destroy();
  });

  it('isn’t ready when the host says nothing for long, and takes commands when it answers after all', async () => {
    let channel = noChannel();
    const { workspace, code } = opened({ channel: () => channel, withinMs: 1 });
    channel = channelToHost();
    const known = new Promise<void>((resolve) =>
      workspace.subscribe({ kind: 'overview' }, ({ connection }) => connection.status === 'signed-out' && resolve()),
    );
    expect(await code).to.equal('WorkspaceError no-answer');
    await known;
    expect(await workspace.commands.lock({})).to.deep.equal({ refused: 'not-signed-in' });
    workspace.destroy();
  });

  it('answers everything that is asked of it before and after the page takes it away', async () => {
    const { workspace, code } = opened();
    const outcomes = () =>
      Promise.all([
        workspace.commands.lock({}).then(({ refused }) => refused),
        workspace.diagnostics().then(
          () => 'told',
          () => 'not told',
        ),
        workspace.openInteraction({ id: 'a', media: 'email', contact: { name: 'Maria' } }).then(
          () => 'opened',
          (error: unknown) => error instanceof InteractionError && error.refusal.refused,
        ),
      ]);
    const before = outcomes();
    workspace.destroy();
    expect(await code).to.equal('WorkspaceError destroyed');
    expect(await before).to.deep.equal(['not-possible-now', 'not told', 'not-possible-now']);
    expect(await outcomes()).to.deep.equal(['not-possible-now', 'not told', 'not-possible-now']);
  });

  it('refuses a command when one host after the other is lost', async () => {
    let channels = 0;
    const { workspace } = opened({
      channel: () => {
        channels += 1;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => channelOfMessagePort(port1).close();
        return channelOfMessagePort(port2);
      },
    });
    expect(await workspace.commands.lock({})).to.deep.equal({ refused: 'not-possible-now' });
    expect(channels).to.equal(5);
    workspace.destroy();
  });
});

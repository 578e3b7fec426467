// This import comes first, because it puts its WebSocket in place of the browser's before StanzaJS takes that.
import { openDesks } from './desk.ts';
import { expect } from '@open-wc/testing';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';

describe('the views of a session host', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  it('are told nothing once they have closed', async () => {
    const { anna } = at.desks;
    const { port1, port2 } = new MessageChannel();
    anna.host.connectView(channelOfMessagePort(port1));
    const posted: unknown[] = [];
    const post = port1.postMessage.bind(port1);
    port1.postMessage = (message: unknown) => {
      posted.push(message);
      post(message);
    };
    const view = new RemoteWorkspace(() => channelOfMessagePort(port2));
    const told = new Promise((resolve) => view.subscribe({ kind: 'overview' }, resolve));
    await told;
    view.close();
    // When another view has seen a later change, this one would have been told of the earlier one too.
    await anna.workspace.commands.setStatus({ availability: 'not-ready' });
    await anna.until(({ me }) => me?.status.availability === 'not-ready', 'not ready');
    const before = posted.length;
    await anna.workspace.commands.setStatus({ availability: 'ready' });
    await anna.until(({ me }) => me?.status.availability === 'ready', 'ready');
    expect(posted).to.have.length(before);
  });

  it('hear each other’s news although a page’s own function fails at it', async () => {
    const { anna } = at.desks;
    const { reportError: report } = globalThis;
    const reported: unknown[] = [];
    globalThis.reportError = (error: unknown) => void reported.push(error);
    const stop = anna.workspace.subscribe({ kind: 'overview' }, () => {
      throw new Error('the page’s own');
    });
    try {
      const heard = new Promise<void>((resolve) =>
        anna.workspace.subscribe({ kind: 'overview' }, ({ me }) => void (me?.status.availability === 'not-ready' && resolve())),
      );
      const draft = new Promise((resolve) => anna.workspace.subscribe({ kind: 'draft', sessionId: 'x' }, resolve));
      await anna.workspace.commands.setStatus({ availability: 'not-ready' });
      await heard;
      await draft;
      expect(reported.length).to.be.greaterThan(0);
    } finally {
      stop();
      globalThis.reportError = report;
    }
  });

  it('share a draft: what is typed or sent in one view is so in the others', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await anna.talkWith(ben);
    const drafts: string[] = [];
    let follow = () => {};
    anna.workspace.subscribe({ kind: 'draft', sessionId }, ({ text }) => {
      drafts.push(text);
      follow();
    });
    const shown = (text: string) =>
      new Promise<void>((resolve) => {
        follow = () => {
          if (drafts.at(-1) === text) resolve();
        };
        follow();
      });
    await shown('');
    const other = anna.openView();
    await other.commands.saveDraft({ sessionId, text: 'Half a sentence', writer: 'other' });
    await shown('Half a sentence');
    await other.commands.send({ sessionId, messageId: 'm1', body: 'A whole sentence', writer: 'other' });
    await shown('');
    other.close();
  });

  it('lose no command that is given between the end of one channel and the next', async () => {
    const { anna } = at.desks;
    let end: () => void = () => undefined;
    let closed: Promise<void> | undefined;
    const view = new RemoteWorkspace(() => {
      const { port1, port2 } = new MessageChannel();
      const atHost = channelOfMessagePort(port1);
      anna.host.connectView(atHost);
      end = () => atHost.close();
      const channel = channelOfMessagePort(port2);
      closed = new Promise((resolve) => channel.onClose(resolve));
      return channel;
    });
    await new Promise((resolve) => view.subscribe({ kind: 'overview' }, resolve));
    end();
    await closed;
    expect(await view.commands.setStatus({ availability: 'not-ready' })).to.deep.equal({});
    await anna.until(({ me }) => me?.status.availability === 'not-ready', 'not ready');
    view.close();
  });

  it('get an answer to what a page asked before it left its host for a while', async () => {
    const { anna } = at.desks;
    let opened = 0;
    const view = new RemoteWorkspace(() => {
      const { port1, port2 } = new MessageChannel();
      // The first host doesn't hear the command any more.
      if ((opened += 1) > 1) anna.host.connectView(channelOfMessagePort(port1));
      return channelOfMessagePort(port2);
    });
    const result = view.commands.setStatus({ availability: 'not-ready' });
    view.suspend();
    view.resume();
    expect(await result).to.deep.equal({});
    await anna.until(({ me }) => me?.status.availability === 'not-ready', 'not ready');
    view.close();
  });

  it('ask again in the order in which they asked, and what they ask meanwhile after that', async () => {
    const { anna } = at.desks;
    const posted: string[] = [];
    let channels = 0;
    let end: () => void = () => undefined;
    const view = new RemoteWorkspace(() => {
      const { port1, port2 } = new MessageChannel();
      const atHost = channelOfMessagePort(port1);
      end = () => atHost.close();
      channels += 1;
      // The first host dies before it answers.
      if (channels > 1) anna.host.connectView(atHost);
      const channel = channelOfMessagePort(port2);
      const post = (message: unknown) => {
        if (channels > 1) posted.push(...(JSON.stringify(message).match(/not-ready|do-not-disturb|"ready"/g) ?? []));
        channel.post(message);
      };
      return { ...channel, post };
    });
    const set = (availability: 'not-ready' | 'ready' | 'do-not-disturb') => view.commands.setStatus({ availability });
    const results = [set('not-ready'), set('ready')];
    end();
    results.push(set('do-not-disturb'));
    await Promise.all(results);
    expect(posted).to.deep.equal(['not-ready', '"ready"', 'do-not-disturb']);
    view.close();
  });

  it('are refused what has no answer when they close, so that nobody waits for ever', async () => {
    const view = new RemoteWorkspace(() => channelOfMessagePort(new MessageChannel().port2));
    const result = view.commands.setStatus({ availability: 'not-ready' });
    view.close();
    expect(await result).to.deep.equal({ refused: 'not-possible-now' });
  });

  it('send no “Read” for what they show while they can not be seen', async () => {
    const { anna, ben } = at.desks;
    await Promise.all([anna.signIn(), ben.signIn()]);
    const sessionId = await anna.talkWith(ben);
    let isInSight = false;
    const { port1, port2 } = new MessageChannel();
    anna.host.connectView(channelOfMessagePort(port1), () => isInSight);
    const view = new RemoteWorkspace(() => channelOfMessagePort(port2));
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Are you there?' });
    const unread = () => anna.until(({ sessions }) => sessions.some((session) => session.unread === 1), 'one is unread');
    await unread();
    expect(await view.commands.display({ sessionId })).to.deep.equal({ refused: 'not-possible-now' });
    await unread();
    isInSight = true;
    expect(await view.commands.display({ sessionId })).to.deep.equal({});
    await ben.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.delivery === 'read'),
      'it was read',
    );
    view.close();
  });
});

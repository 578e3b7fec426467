import { expect } from '@open-wc/testing';
import { install } from '@sinonjs/fake-timers';
import { beginLife, watchLife } from '../../src/channel/host-life.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';

/** A host that the browser can end without a word: it lives in a frame, and its lock with it. */
async function hostInFrame() {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const locks = frame.contentWindow?.navigator.locks;
  if (!locks) throw new Error('The frame has no locks.');
  const { port1, port2 } = new MessageChannel();
  const channel = watchLife(channelOfMessagePort(port2));
  const heard: unknown[] = [];
  channel.onMessage((message) => heard.push(message));
  const closed = new Promise<void>((resolve) => channel.onClose(resolve));
  beginLife(locks)(port1);
  const isWaitedFor = async () => ((await navigator.locks.query()).pending ?? []).some(({ name }) => name?.startsWith('backchannel host '));
  while (!(await isWaitedFor())) await new Promise((resolve) => setTimeout(resolve));
  return { frame, host: channelOfMessagePort(port1), channel, heard, closed, isWaitedFor };
}

describe('a view’s channel to its host', () => {
  it('closes when the host dies without a word', async () => {
    const { frame, closed } = await hostInFrame();
    frame.remove();
    await closed;
  });

  it('closes when the host says that it ends, and doesn’t wait for its life any more', async () => {
    const { frame, host, closed, isWaitedFor } = await hostInFrame();
    host.close();
    await closed;
    while (await isWaitedFor()) await new Promise((resolve) => setTimeout(resolve));
    frame.remove();
  });

  it('closes when nothing ever comes from the host, and not because it is silent later', async () => {
    const { port1, port2 } = new MessageChannel();
    const silent = watchLife(channelOfMessagePort(port2), 1);
    silent.onMessage(() => undefined);
    await new Promise<void>((resolve) => silent.onClose(resolve));
    port1.close();

    const silentMs = 50;
    const clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const spoken = new MessageChannel();
      let isClosed = false;
      const alive = watchLife(channelOfMessagePort(spoken.port2), silentMs);
      alive.onClose(() => (isClosed = true));
      const heard = new Promise((resolve) => alive.onMessage(resolve));
      spoken.port1.postMessage('hello');
      await heard;
      clock.tick(silentMs);
      expect(isClosed).to.equal(false);
      alive.close();
    } finally {
      clock.uninstall();
    }
  });

  it('gives the host’s messages, but not those about its life', async () => {
    const { frame, host, channel, heard } = await hostInFrame();
    const answered = new Promise<void>((resolve) => host.onMessage(() => resolve()));
    host.post('hello');
    channel.post('hello back');
    await answered;
    expect(heard).to.deep.equal(['hello']);
    channel.close();
    frame.remove();
  });
});

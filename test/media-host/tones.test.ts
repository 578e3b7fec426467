import { expect } from '@open-wc/testing';
import { Ear } from './hearing.ts';
import { TestHost, until } from './two-hosts.ts';

const RINGBACK = 425;

describe('the tones', () => {
  const played: HTMLMediaElement[] = [];
  const { play } = HTMLMediaElement.prototype;
  beforeEach(() => {
    played.length = 0;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      played.push(this);
      return play.call(this);
    };
  });
  afterEach(() => {
    HTMLMediaElement.prototype.play = play;
  });

  function earAt(element: HTMLMediaElement | undefined): Ear {
    const [track] = (element?.srcObject as MediaStream).getAudioTracks();
    if (!track) throw new Error('Nothing is played.');
    return new Ear(track);
  }

  it('play one at a time, each until another one, or none, is asked for', async () => {
    const { host } = new TestHost('alice@example.org/desk');
    await host.setTone('ringback');
    await host.setTone('ringback');
    expect(played).to.have.length(1);
    const ringback = earAt(played[0]);
    await until(() => ringback.hears(RINGBACK), 'ringback');
    await host.setTone('ring');
    expect(played[0]?.paused).to.equal(true);
    await until(() => ringback.isQuiet(), 'no more ringback');
    const ring = earAt(played[1]);
    await until(() => ring.hears(), 'a ring');
    expect(host.isBusy).to.equal(true);
    await host.setTone(undefined);
    expect(played[1]?.paused).to.equal(true);
    expect(host.isBusy).to.equal(false);
  });
});

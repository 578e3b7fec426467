import { expect } from '@open-wc/testing';
import { Shield } from '../../../src/extension/dock/shield.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

describe('the shield before a dock’s frame', () => {
  const frame = document.createElement('div');
  const panel = document.createElement('div');
  const takesPresses = () => getComputedStyle(frame).pointerEvents !== 'none';
  let shield: Shield;

  /** How long after `from` the frame takes presses. The 1 ms is added because timers count from a whole millisecond. */
  const settledAfterMs = async (from: number) => {
    await waitUntil(takesPresses, 'the frame takes presses');
    return performance.now() - from + 1;
  };

  before(() => {
    panel.append(frame);
    document.body.append(panel);
    shield = new Shield(
      panel,
      () => frame,
      () => 'It was moved.',
    );
  });

  after(() => panel.remove());

  it('keeps presses off from the beginning of a movement on, and for half a second after it', async () => {
    const from = performance.now();
    shield.raise();
    expect(takesPresses()).to.equal(false);
    expect(await settledAfterMs(from)).to.be.at.least(500);
  });

  it('counts from the last movement', async () => {
    const from = performance.now();
    shield.raise();
    await waitUntil(() => performance.now() - from > 240);
    const again = performance.now();
    shield.raise();
    expect(await settledAfterMs(again)).to.be.at.least(500);
  });

  it('keeps them off as long as something covers the frame, and half a second longer', async () => {
    shield.raise();
    shield.setCovered(true);
    const covered = performance.now();
    await waitUntil(() => performance.now() - covered > 600);
    expect(takesPresses()).to.equal(false);
    const uncovered = performance.now();
    shield.setCovered(false);
    expect(takesPresses()).to.equal(false);
    expect(await settledAfterMs(uncovered)).to.be.at.least(500);
  });
});

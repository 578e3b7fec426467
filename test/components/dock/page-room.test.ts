import { expect } from '@open-wc/testing';
import { giveBackEarlierRoom, PageRoom } from '../../../src/extension/dock/page-room.ts';

describe('the room beside the dock', () => {
  const root = document.documentElement;
  const width = () => document.body.getBoundingClientRect().right - document.body.getBoundingClientRect().left;

  afterEach(() => root.removeAttribute('style'));

  it('is taken from the page on the dock’s side, and given back with the margin that the page had', () => {
    root.style.cssText = 'margin-left: 10px; margin-right: 20px !important';
    const before = width();
    const room = new PageRoom();
    room.make('right', 300);
    expect(width()).to.equal(before - 280);
    room.make('right', 200);
    expect(width()).to.equal(before - 180);
    room.make('left', 200);
    expect([root.style.marginLeft, root.style.marginRight, width()]).to.deep.equal(['200px', '20px', before - 190]);
    room.giveBack();
    room.giveBack();
    expect([root.style.marginLeft, root.style.marginRight, root.style.getPropertyPriority('margin-right')]).to.deep.equal([
      '10px',
      '20px',
      'important',
    ]);
  });

  it('isn’t taken from a page that couldn’t be used any more', () => {
    const before = width();
    const room = new PageRoom();
    room.make('right', 100);
    room.make('right', innerWidth - 479);
    expect([width(), root.style.length]).to.deep.equal([before, 0]);
    room.make('right', innerWidth - 480);
    expect(root.style.marginRight).to.equal(`${innerWidth - 480}px`);
  });

  it('is given back when the script that took it has ended', () => {
    new PageRoom().make('left', 100);
    giveBackEarlierRoom();
    expect(root.style.length).to.equal(0);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PageTelephony } from '../../src/channel/page-telephony.ts';
import type { DockPort } from '../../src/extension/dock/dock-port.ts';
import { PageTelephonies } from '../../src/extension/dock/page-telephonies.ts';

interface Question {
  readonly name: string;
  readonly detail: { readonly requestId: string; readonly interactionId: string };
}

/** Pages with their own telephony, and the telephony that the session host gets of each. The last page is the newest. */
function setUp() {
  const views: { readonly telephony: PageTelephony; isOpen: boolean }[] = [];
  const telephonies = new PageTelephonies((telephony) => {
    const view = { telephony, isOpen: true };
    views.push(view);
    return { close: () => void (view.isOpen = false) };
  });
  const openPage = (origin: string) => {
    const asked: Question[] = [];
    const dock: Pick<DockPort, 'origin' | 'isOpen' | 'post'> = {
      origin,
      isOpen: true,
      post: (message) =>
        void (message.type === 'event' && asked.push({ name: message.name, detail: message.detail as Question['detail'] })),
    };
    return { dock: dock as DockPort, asked };
  };
  return { telephonies, views, openPage };
}

describe("the telephony of docks' pages", () => {
  it('is offered once by each page, for its own origin, until the page is gone', () => {
    const { telephonies, views, openPage } = setUp();
    const { dock } = openPage('https://crm.example');
    telephonies.offer(dock);
    telephonies.offer(dock);
    assert.deepEqual(
      views.map(({ telephony }) => telephony.origin),
      ['https://crm.example'],
    );
    telephonies.remove(dock);
    assert.equal(views[0]?.isOpen, false);
  });

  it('takes an answer only from the page that was asked, and only to what it was asked', async () => {
    const { telephonies, views, openPage } = setUp();
    const [page, other] = [openPage('https://crm.example'), openPage('https://other.example')];
    for (const { dock } of [page, other]) telephonies.offer(dock);
    const answer = Promise.resolve(views[0]?.telephony.call('hold', 'call-7'));
    assert.deepEqual([page.asked.map(({ name, detail }) => [name, detail.interactionId]), other.asked], [[['hold', 'call-7']], []]);
    const requestId = page.asked[0]?.detail.requestId ?? '';
    telephonies.answer(other.dock, requestId, false);
    telephonies.answer(page.dock, 'another', false);
    telephonies.answer(page.dock, requestId, true);
    telephonies.answer(page.dock, requestId, false);
    assert.deepEqual(await answer, { isDone: true });
  });

  it('counts as not done when the page goes before it has answered', async () => {
    const { telephonies, views, openPage } = setUp();
    const { dock } = openPage('https://crm.example');
    telephonies.offer(dock);
    const answer = Promise.resolve(views[0]?.telephony.call('retrieve', 'call-7'));
    telephonies.remove(dock);
    assert.deepEqual(await answer, { isDone: false });
  });
});

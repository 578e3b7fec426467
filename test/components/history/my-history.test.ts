import { expect, nextFrame } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/history/my-history.ts';
import type { MyHistory } from '../../../src/components/history/my-history.ts';
import { HISTORY_ROW_HEIGHT } from '../../../src/components/history/history-row.ts';
import type { PastSession } from '../../../src/model/session/past-session.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_HISTORY, SAMPLE_TRANSCRIPT, samplePastSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-my-history style="block-size:500px"></backchannel-my-history>`;

function historyOf(sessions: readonly PastSession[]): FakeWorkspace {
  const workspace = new FakeWorkspace();
  workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
  workspace.answerQueries('history', ({ search, filter, first, count }) => {
    const matching = sessions.filter(
      ({ peerName, direction, reason }) =>
        peerName.toLowerCase().includes(search.toLowerCase()) && (filter === 'all' || filter === direction || filter === reason),
    );
    return { total: matching.length, first, rows: matching.slice(first, first + count), isComplete: true };
  });
  return workspace;
}

async function myHistory(
  sessions: readonly PastSession[] = SAMPLE_HISTORY,
  inlineSize = '900px',
): Promise<Desk<MyHistory> & { field: HTMLInputElement }> {
  const desk = await deskFixture<MyHistory>(
    html`<backchannel-my-history style="block-size:500px;inline-size:${inlineSize}"></backchannel-my-history>`,
    { workspace: historyOf(sessions) },
  );
  await rendered();
  return { ...desk, field: deepQuery<HTMLInputElement>(desk.element, 'input') };
}

function rows(desk: Desk<MyHistory>): Element[] {
  return deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="option"]'));
}

function writeButton(desk: Desk<MyHistory>): HTMLElement {
  return deepQuery(desk.element, '.write');
}

describe('backchannel-my-history', () => {
  itKeepsTheElementContract(
    'backchannel-my-history',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('history', { total: SAMPLE_HISTORY.length, first: 0, rows: SAMPLE_HISTORY, isComplete: true });
      workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
      await rendered();
      press(deepQuery(element, 'input'), 'ArrowDown');
      await rendered();
      press(deepQuery(element, 'input'), 'Enter');
      await waitUntil(() => deepHas(element, '.entry'));
    },
  );

  it('asks once for its first rows: as many as there is room for', async () => {
    const asked: object[] = [];
    const workspace = new FakeWorkspace();
    workspace.answerQueries('history', ({ first, count }) => {
      asked.push({ first, count });
      return { total: 0, first, rows: [], isComplete: true };
    });
    await deskFixture<MyHistory>(TEMPLATE, { workspace });
    await rendered();
    expect(asked).to.deep.equal([{ first: 0, count: 40 }]);
  });

  it('is scrolled at 1,000 sessions a second, without a blank of more than 100 ms', async () => {
    const sessions = Array.from({ length: 3_000 }, (_, index) => samplePastSession({ id: `past-${index}`, peerLogon: 'bmartin' }));
    const workspace = historyOf([]);
    workspace.answerQueries('history', async ({ first, count }) => {
      for (let frame = 0; frame < 2; frame += 1) await nextFrame();
      return { total: sessions.length, first, rows: sessions.slice(first, first + count), isComplete: true };
    });
    const desk = await deskFixture<MyHistory>(TEMPLATE, { workspace });
    await waitUntil(() => rows(desk).length > 0);
    const scroller = deepQuery(desk.element, '.scroller');
    const [perFrame, mostBlankFrames] = [17, 6];
    for (const direction of [1, -1]) {
      for (let frame = 0, blank = 0; frame < 120; frame += 1) {
        scroller.scrollTop += direction * perFrame * HISTORY_ROW_HEIGHT;
        await nextFrame();
        const index = Math.floor(scroller.scrollTop / HISTORY_ROW_HEIGHT) + 1;
        blank = rows(desk).some((row) => row.id === `row-${index}`) ? 0 : blank + 1;
        expect(blank, `frame ${frame}`).to.be.at.most(mostBlankFrames);
      }
    }
  });

  it('shows with whom, when, how long and how it ended', async () => {
    const [done, missed, rejected] = rows(await myHistory());
    expect(done?.textContent).to.contain('Bill Martin').and.contain('bmartin');
    expect(done?.querySelector('time')?.getAttribute('datetime')).to.equal(new Date(2026, 10, 23, 14, 2).toISOString());
    expect(done?.querySelector('.how')?.textContent).to.equal('Outgoing · 12 mins · ended by you');
    expect(missed?.querySelector('.how')?.textContent).to.equal('Incoming · missed');
    expect(rejected?.querySelector('.how')?.textContent).to.equal('Outgoing · rejected');
  });

  it('says what a session was about: with which contact, and what was written first', async () => {
    const about = { subject: 'Is 20931 a duplicate?', parent: { media: 'email', contactName: 'Maria Lindqvist' } } as const;
    const [done, missed] = rows(
      await myHistory([
        samplePastSession({ peerLogon: 'bmartin', ...about }),
        samplePastSession({ peerLogon: 'cwei', direction: 'incoming', reason: 'missed', subject: 'Lunch?' }),
      ]),
    );
    expect(done?.querySelector('.about')?.textContent).to.equal('Maria Lindqvist: Is 20931 a duplicate?');
    expect(done?.querySelector('.how')?.textContent).to.equal('Outgoing · ended by you');
    expect(missed?.querySelector('.about')?.textContent).to.equal('Lunch?');
  });

  it('shows the transcript of the session that the arrows reached, and writes to its peer again', async () => {
    const desk = await myHistory();
    press(desk.field, 'ArrowDown');
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '.log:focus'));
    expect(deepQuery(desk.element, '.log').textContent).to.contain('Looking. The case data says');
    expect(deepHas(desk.element, 'textarea')).to.be.false;
    writeButton(desk).click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.workspace.inputsOf('invite')[0]?.target).to.equal('bmartin@support.example');
  });

  it('never opens a session of an older search: Enter waits for the answer', async () => {
    const desk = await myHistory();
    type(desk.field, 'dana');
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '[aria-label="Session with Dana Ortiz"]'));
  });

  it('waits with Enter as long as messages are searched', async () => {
    const desk = await myHistory([]);
    const { workspace } = desk;
    workspace.answerQueries('history', ({ first }) => ({ total: 0, first, rows: [], isComplete: false }));
    type(desk.field, 'invoice');
    await waitUntil(() => deepQuery(desk.element, '.empty').textContent === 'Searching messages…');
    press(desk.field, 'Enter');
    await rendered();
    workspace.push('history', {
      total: 1,
      first: 0,
      rows: [samplePastSession({ peerLogon: 'cwei', peerName: 'Chen Wei' })],
      isComplete: true,
    });
    await waitUntil(() => deepHas(desk.element, '[aria-label="Session with Chen Wei"]'));
  });

  it('keeps the active session when a newer one comes', async () => {
    const desk = await myHistory();
    press(desk.field, 'ArrowDown');
    await rendered();
    desk.workspace.push('history', {
      total: 5,
      first: 0,
      rows: [samplePastSession({ peerLogon: 'lfuchs' }), ...SAMPLE_HISTORY],
      isComplete: true,
    });
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '[aria-label="Session with Bill Martin"]'));
  });

  it('does not write to a colleague who is logged off, and says so', async () => {
    const desk = await myHistory();
    press(desk.field, 'End');
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '.write'));
    expect(writeButton(desk).getAttribute('aria-disabled')).to.equal('true');
    writeButton(desk).click();
    await waitUntil(() => deepHas(desk.element, '.notice'));
    expect(deepQuery(desk.element, '.notice').textContent).to.contain('Omar Said is logged off');
    expect(desk.workspace.inputsOf('invite')).to.be.empty;
  });

  it('says why the list is empty', async () => {
    const desk = await myHistory([]);
    expect(deepQuery(desk.element, '.empty').textContent).to.equal(
      'No past sessions yet. Those that you mark done, reject or miss appear here.',
    );
    deepElements(desk.element.shadowRoot!)
      .find((element): element is HTMLElement => element.matches('.toggle') && element.textContent?.trim() === 'Missed')
      ?.click();
    await waitUntil(() => deepQuery(desk.element, '.empty').textContent === 'You missed no invitation.');
    type(desk.field, 'zzz');
    await waitUntil(() => deepQuery(desk.element, '.empty').textContent === 'No past session matches “zzz”.');
  });

  it('says that the messages of a session are not stored', async () => {
    const desk = await myHistory();
    desk.workspace.push('transcript', { entries: [], hasEarlier: false });
    press(desk.field, 'ArrowDown');
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '.log .empty'));
    expect(deepQuery(desk.element, '.log .empty').textContent).to.equal('Nothing of this session is stored in this browser.');
  });

  it('clears the search with Escape, then goes back to the list, then closes', async () => {
    const desk = await myHistory();
    let hasLeft = false;
    desk.element.leave = () => (hasLeft = true);
    type(desk.field, 'bill');
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '.log:focus'));
    press(deepQuery(desk.element, '.log'), 'Escape');
    await waitUntil(() => deepHas(desk.element, 'input:focus'));
    press(desk.field, 'Escape');
    expect(desk.field.value).to.equal('');
    expect(hasLeft).to.be.false;
    press(desk.field, 'Escape');
    expect(hasLeft).to.be.true;
  });

  it('shows either the list or the transcript if there is room for only one', async () => {
    const desk = await myHistory(SAMPLE_HISTORY, '320px');
    const isSeen = (selector: string) =>
      deepHas(desk.element, selector) && deepQuery(desk.element, selector).getBoundingClientRect().width > 0;
    expect(isSeen('[role="option"]')).to.be.true;
    press(desk.field, 'ArrowDown');
    press(desk.field, 'Enter');
    await waitUntil(() => isSeen('.entry'));
    expect(isSeen('[role="option"]')).to.be.false;
    deepQuery(desk.element, '.back').click();
    await waitUntil(() => isSeen('[role="option"]') && deepHas(desk.element, 'input:focus'));
    expect(isSeen('.entry')).to.be.false;
  });

  it('shows markup in a name as text', async () => {
    const desk = await myHistory([samplePastSession({ peerLogon: 'mallory', peerName: '<img src=x onerror=alert(1)>' })]);
    expect(deepQuery(desk.element, '.name').textContent).to.equal('<img src=x onerror=alert(1)>');
    expect(deepHas(desk.element, 'img')).to.be.false;
  });

  it('keeps 10,000 sessions out of the DOM, except those in sight', async () => {
    const desk = await myHistory(Array.from({ length: 10_000 }, (_, index) => samplePastSession({ peerLogon: `agent${index}` })));
    for (let presses = 0; presses < 20; presses += 1) press(desk.field, 'PageDown');
    await waitUntil(() => desk.field.getAttribute('aria-activedescendant') !== 'row-0');
    expect(rows(desk).length).to.be.at.most(100);
    press(desk.field, 'End');
    await waitUntil(() => deepHas(desk.element, '#row-9999'));
    expect(rows(desk).length).to.be.at.most(100);
    expect(deepQuery(desk.element, '#row-9999').getAttribute('aria-setsize')).to.equal('10000');
    expect(desk.field.getAttribute('aria-activedescendant')).to.equal('row-9999');
    const isInView = () => {
      const [row, list] = ['#row-9999', '[role="listbox"]'].map((part) => deepQuery(desk.element, part).getBoundingClientRect());
      return row!.top >= list!.top - 1 && row!.bottom <= list!.bottom + 1;
    };
    await waitUntil(isInView);
  });
});

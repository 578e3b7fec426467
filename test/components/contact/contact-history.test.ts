import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { ContactHistorySlice, PastInteractionSlice, QueryOf } from '../../../src/channel/contract.ts';
import '../../../src/components/contact/contact-history.ts';
import { startOfDay } from '../../../src/components/contact/contact-history-question.ts';
import type { PastInteraction } from '../../../src/model/contact/contact.ts';
import { historySlice, samplePast, samplePastDetails, samplePastInteraction } from '../contact-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

interface Shown extends Desk<HTMLElement> {
  readonly field: HTMLInputElement;
}

function workspaceOf(all: readonly PastInteraction[], changes: Partial<ContactHistorySlice> = {}, entries = 3): FakeWorkspace {
  const workspace = new FakeWorkspace();
  workspace.answerQueries('contact-history', (query) => historySlice(all, query, changes));
  workspace.answerQueries('past-interaction', ({ interactionId }): PastInteractionSlice => {
    const found = all.find(({ id }) => id === interactionId);
    return found
      ? { interaction: samplePastDetails(found, entries), isReading: false, readAt: Date.now() }
      : { isReading: false, problem: 'not-found' };
  });
  return workspace;
}

async function history(
  all: readonly PastInteraction[] = samplePast(12),
  inlineSize = '900px',
  workspace = workspaceOf(all),
): Promise<Shown> {
  const template = html`<backchannel-contact-history of="session" sourceId="s1" style="block-size:560px;inline-size:${inlineSize}"></backchannel-contact-history>`;
  const desk = await deskFixture<HTMLElement>(template, { workspace });
  await rendered();
  return { ...desk, field: deepQuery<HTMLInputElement>(desk.element, 'input[type="search"]') };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
const grid = (desk: Shown) => deepQuery(desk.element, '[role="grid"]');
const rows = (desk: Shown) => [...grid(desk).querySelectorAll('.row')];
const subjects = (desk: Shown) => rows(desk).map((row) => textOf(row.querySelector('.subject')!));
const asked = ({ workspace }: Shown) =>
  workspace.queries.find((query): query is QueryOf<'contact-history'> => query.kind === 'contact-history')!;
const says = (desk: Shown, words: string) =>
  waitUntil(
    () => deepElements(desk.element.shadowRoot!).some((element) => element.matches('p.muted') && textOf(element)?.includes(words)),
    words,
  );
const button = (desk: Shown, name: string) =>
  deepElements(desk.element.shadowRoot!).find(
    (element): element is HTMLElement => element.matches('button') && (element.getAttribute('aria-label') ?? textOf(element)) === name,
  )!;
const activeRow = (desk: Shown) => desk.element.shadowRoot!.getElementById(grid(desk).getAttribute('aria-activedescendant') ?? 'none');
const isDetailsOpen = (desk: Shown, subject: string) => deepHas(desk.element, `[aria-label="Past interaction: ${subject}"]`);

describe('backchannel-contact-history', () => {
  const template = html`<backchannel-contact-history sourceId="s1" style="block-size:560px"></backchannel-contact-history>`;
  itKeepsTheElementContract(
    'backchannel-contact-history',
    () => template,
    async (desk) => {
      const all = samplePast(3);
      desk.workspace.push(
        'contact-history',
        historySlice(all, {
          search: '',
          media: [],
          statuses: [],
          sort: 'start',
          order: 'desc',
          first: 0,
          count: 40,
        } as unknown as QueryOf<'contact-history'>),
      );
      desk.workspace.push('past-interaction', { interaction: samplePastDetails(all[0]!), isReading: false, readAt: Date.now() });
      await rendered();
      deepQuery(desk.element, '.row').click();
      deepQuery(desk.element, '.advanced').click();
      await waitUntil(() => deepHas(desk.element, 'li'));
    },
  );

  it('lists the interactions, newest first, by all columns', async () => {
    const desk = await history([samplePastInteraction(1), samplePastInteraction(2), samplePastInteraction(0)]);
    expect(subjects(desk)).to.deep.equal(['Invoice 20931', 'Invoice 20932', 'Invoice 20933']);
    const cells = [...rows(desk)[1]!.querySelectorAll('[role="gridcell"]')].map(textOf);
    expect([cells[0], cells[1], ...cells.slice(3)]).to.deep.equal(['E-mail', 'Invoice 20932', '2 mins', 'Chen Wei', 'To billing']);
    expect(rows(desk)[2]!.querySelector('.outcome')!.textContent).to.equal('Abandoned');
    expect(grid(desk).getAttribute('aria-rowcount')).to.equal('4');
    expect(rows(desk)[0]!.getAttribute('aria-rowindex')).to.equal('2');
  });

  it('sorts by a column, and the other way round', async () => {
    const desk = await history();
    const order = (name: string) =>
      deepElements(grid(desk))
        .find((element) => element.matches('[role="columnheader"]') && textOf(element) === name)
        ?.getAttribute('aria-sort');
    expect(order('Start')).to.equal('descending');
    button(desk, 'Subject').click();
    await rendered();
    expect([order('Subject'), order('Start'), asked(desk).sort, asked(desk).order]).to.deep.equal(['ascending', 'none', 'subject', 'asc']);
    button(desk, 'Subject').click();
    await rendered();
    expect([order('Subject'), subjects(desk)[0]]).to.deep.equal(['descending', 'Invoice 20942']);
    button(desk, 'Length').click();
    await rendered();
    expect(order('Length')).to.equal('descending');
  });

  it('searches everything, marks the words, and says how many were found', async () => {
    const desk = await history();
    type(desk.field, 'dana');
    await waitUntil(() => rows(desk).length === 4);
    expect(rows(desk)[0]!.querySelector('mark')?.textContent).to.equal('Dana');
    expect(textOf(deepQuery(desk.element, '[aria-live="polite"]'))).to.equal('4 interactions');
    press(desk.field, 'Escape');
    await waitUntil(() => rows(desk).length === 12);
    expect(desk.field.value).to.equal('');
  });

  it('narrows by medium, status, agent and dates together, and clears', async () => {
    const desk = await history();
    deepQuery(desk.element, '.advanced').click();
    await rendered();
    const conditions = deepQuery(desk.element, 'backchannel-contact-history-conditions').shadowRoot!;
    const box = (name: string) =>
      [...conditions.querySelectorAll('label')].find((label) => textOf(label) === name)!.querySelector('input')!;
    box('E-mail').click();
    await rendered();
    box('Voice').click();
    box('Transferred').click();
    const select = conditions.querySelector('select')!;
    expect([...select.options].map(({ text }) => text)).to.deep.equal([
      'All agents',
      'Bill Martin (bmartin)',
      'Chen Wei (cwei)',
      'Dana Ortiz (dortiz)',
    ]);
    select.value = 'cwei@support.example';
    select.dispatchEvent(new Event('change'));
    const [from, to] = [...conditions.querySelectorAll<HTMLInputElement>('input[type="date"]')];
    type(from!, '2026-11-10');
    type(to!, '2026-11-22');
    await rendered();
    expect(asked(desk)).to.deep.include({
      media: ['voice', 'email'],
      statuses: ['transferred'],
      agent: 'cwei@support.example',
      from: new Date(2026, 10, 10).getTime(),
      to: new Date(2026, 10, 23).getTime(),
    });
    expect(subjects(desk)).to.deep.equal(['Invoice 20932', 'Invoice 20935']);
    expect(textOf(deepQuery(desk.element, '.advanced'))).to.equal('Advanced Search 5');
    type(from!, '2026-11-23');
    await rendered();
    expect(textOf(conditions.querySelector('[role="status"]')!)).to.contain('nothing can match');
    [...conditions.querySelectorAll('button')].find((element) => textOf(element) === 'Clear')!.click();
    await rendered();
    expect(rows(desk)).to.have.length(12);
    expect([from!.value, select.value, box('Voice').checked]).to.deep.equal(['', '', false]);
  });

  it('keeps the last valid date while the year of another is being typed', async () => {
    const desk = await history();
    deepQuery(desk.element, '.advanced').click();
    await rendered();
    const from = deepQuery<HTMLInputElement>(desk.element, 'input[type="date"]');
    type(from, '2026-11-20');
    await rendered();
    type(from, '0002-11-20');
    await rendered();
    expect(asked(desk).from).to.equal(startOfDay('2026-11-20'));
    expect(from.value).to.equal('0002-11-20');
  });

  it('begins and ends days at local midnight, also on days that are not 24 hours long', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-12-31', '2028-02-29']) {
      const next = new Date(startOfDay(day, 1));
      expect([next.getHours(), next.getMinutes()]).to.deep.equal([0, 0]);
      expect(new Date(startOfDay(day, 1) - 1).toDateString()).to.equal(new Date(startOfDay(day)).toDateString());
    }
  });

  it('opens the row that the arrows reached, goes back to it with Escape, then closes the details', async () => {
    const desk = await history();
    desk.field.focus();
    press(desk.field, 'ArrowDown');
    await rendered();
    expect(textOf(activeRow(desk)!)).to.contain('Invoice 20931');
    press(grid(desk), 'ArrowDown');
    press(grid(desk), 'Enter');
    await waitUntil(() => deepHas(desk.element, '.region:focus') && isDetailsOpen(desk, 'Invoice 20932'));
    press(deepQuery(desk.element, '.region'), 'Escape');
    await waitUntil(() => desk.element.shadowRoot!.activeElement === grid(desk));
    expect(textOf(activeRow(desk)!)).to.contain('Invoice 20932');
    expect(activeRow(desk)!.getAttribute('aria-selected')).to.equal('true');
    press(grid(desk), 'Escape');
    await rendered();
    expect(deepHas(desk.element, 'backchannel-past-interaction')).to.be.false;
    press(grid(desk), 'End');
    await rendered();
    expect(textOf(activeRow(desk)!)).to.contain('Invoice 20942');
    press(grid(desk), 'PageUp');
    press(grid(desk), 'Home');
    await rendered();
    expect(textOf(activeRow(desk)!)).to.contain('Invoice 20931');
  });

  it('never opens a row of an older search: Enter waits for the answer', async () => {
    const desk = await history();
    type(desk.field, 'dana');
    press(desk.field, 'ArrowDown');
    press(grid(desk), 'Enter');
    await waitUntil(() => isDetailsOpen(desk, 'Invoice 20933'));
  });

  it('keeps the active row when a newer interaction comes', async () => {
    const all = samplePast(5);
    const desk = await history(all);
    grid(desk).focus();
    press(grid(desk), 'ArrowDown');
    await rendered();
    const before = textOf(activeRow(desk)!);
    desk.workspace.push(
      'contact-history',
      historySlice([samplePastInteraction(0, { id: 'new', subject: 'New', startedAt: Date.now() + 86_400_000 }), ...all], asked(desk)),
    );
    await rendered();
    expect(textOf(activeRow(desk)!)).to.equal(before);
    expect(activeRow(desk)!.id).to.equal('row-2');
  });

  it('shows notes, case data and transcript of one, everything as text and with safe links only', async () => {
    const desk = await history();
    (rows(desk)[1] as HTMLElement).click();
    await waitUntil(() => deepHas(desk.element, 'li a'));
    const region = deepQuery(desk.element, '.region');
    expect(textOf(region))
      .to.contain('Asked for a copy of the invoice.')
      .and.contain('1,249.90')
      .and.contain('Line 0')
      .and.contain('Transferred');
    const links = deepElements(region)
      .filter((element): element is HTMLAnchorElement => element.matches('a'))
      .map(({ href }) => href);
    expect(links).to.deep.equal(['https://orders.example/77120', 'https://billing.example/i/20931']);
    expect(deepHas(desk.element, 'img')).to.be.false;
    expect(region.querySelectorAll('li')).to.have.length(3);
    button(desk, 'Close details').click();
    await waitUntil(() => !deepHas(desk.element, 'backchannel-past-interaction'));
    expect(desk.element.shadowRoot!.activeElement).to.equal(grid(desk));
  });

  it('says once that what it shows is of now', async () => {
    const desk = await history();
    const ages = () =>
      deepElements(desk.element.shadowRoot!).filter((element) => element.matches('time') && textOf(element)?.startsWith('As of'));
    (rows(desk)[1] as HTMLElement).click();
    await waitUntil(() => isDetailsOpen(desk, 'Invoice 20932'));
    await rendered();
    expect(ages().map(textOf)).to.deep.equal(['As of now']);
  });

  it('renders a transcript of 5,000 entries in parts', async () => {
    const all = samplePast(1);
    const desk = await history(all, '900px', workspaceOf(all, {}, 5_000));
    (rows(desk)[0] as HTMLElement).click();
    await waitUntil(() => deepHas(desk.element, 'li'));
    expect(deepQuery(desk.element, 'ol').children.length).to.be.below(5_000);
    await waitUntil(() => deepQuery(desk.element, 'ol').children.length === 5_000);
    expect(deepQuery(desk.element, 'li:last-child p').textContent).to.equal('Line 4999');
  });

  it('keeps 10,000 interactions out of the DOM, except those in sight', async () => {
    const desk = await history(samplePast(10_000));
    grid(desk).focus();
    press(grid(desk), 'End');
    await waitUntil(() => activeRow(desk)?.id === 'row-9999');
    expect(rows(desk).length).to.be.below(120);
    const [row, view] = [activeRow(desk)!.getBoundingClientRect(), grid(desk).getBoundingClientRect()];
    expect(row.bottom).to.be.at.most(view.bottom + 1);
    press(grid(desk), 'PageUp');
    await rendered();
    press(grid(desk), 'Home');
    await waitUntil(() => activeRow(desk)?.id === 'row-0');
    expect(activeRow(desk)!.getBoundingClientRect().top).to.be.at.least(
      deepQuery(desk.element, '.header').getBoundingClientRect().bottom - 1,
    );
    grid(desk).scrollTop = 5_000 * 28;
    await waitUntil(() => deepHas(desk.element, '#row-5005'));
  });

  it('folds rows into two lines if there is little room', async () => {
    const desk = await history(samplePast(200), '300px');
    const [first] = rows(desk);
    expect(first!.getBoundingClientRect().height).to.equal(44);
    expect(first!.querySelector('.agent')!.getBoundingClientRect().top).to.be.above(
      first!.querySelector('.subject')!.getBoundingClientRect().top,
    );
    grid(desk).focus();
    press(grid(desk), 'End');
    await waitUntil(() => activeRow(desk)?.id === 'row-199');
    expect(activeRow(desk)!.getBoundingClientRect().bottom).to.be.at.most(grid(desk).getBoundingClientRect().bottom + 1);
    press(grid(desk), 'Enter');
    await waitUntil(() => isDetailsOpen(desk, 'Invoice 21130'));
    expect(deepQuery(desk.element, '.region').getBoundingClientRect().top).to.be.at.least(grid(desk).getBoundingClientRect().bottom);
    expect(deepElements(desk.element.shadowRoot!).every((element) => element.getBoundingClientRect().width <= 300)).to.be.true;
  });

  it('has no columns if there is little room: the subject has a line of its own, and a choice sorts', async () => {
    const desk = await history(samplePast(20), '300px');
    const [first] = rows(desk);
    expect(first!.querySelector('.subject')!.getBoundingClientRect().width).to.be.at.least(240);
    expect(deepQuery(desk.element, '.header').getBoundingClientRect().height).to.equal(1);
    const select = deepQuery<HTMLSelectElement>(desk.element, '#sort');
    expect(select.value).to.equal('start');
    select.value = 'subject';
    select.dispatchEvent(new Event('change'));
    await rendered();
    expect([asked(desk).sort, asked(desk).order]).to.deep.equal(['subject', 'asc']);
    deepQuery(desk.element, '[aria-label="Sorted ascending; sort descending"]').click();
    await rendered();
    expect([asked(desk).sort, asked(desk).order]).to.deep.equal(['subject', 'desc']);
  });

  it('says what is being read and what is missing', async () => {
    const answers = (changes: Partial<ContactHistorySlice>, all = samplePast(2)) => history(all, '400px', workspaceOf(all, changes));
    await says(await answers({ isComplete: false, isReading: true }), 'Reading the history…');
    await says(await answers({}, []), 'There is no past interaction with this contact.');
    await says(await answers({ isCut: true }), 'these are the newest');
    const searched = await answers({});
    type(searched.field, 'zzz');
    await says(searched, 'No past interaction matches.');
    const offline = await answers({ problem: 'unreachable', isComplete: false });
    type(offline.field, 'invoice');
    await says(offline, 'Only what this browser holds was searched.');
    expect(rows(offline)).to.have.length(2);
    button(offline, 'Retry').click();
    expect(offline.workspace.inputsOf('retryContact')).to.deep.equal([{ of: 'session', id: 's1' }]);
  });

  it('shows nothing when the consultation is over', async () => {
    const desk = await history();
    (rows(desk)[0] as HTMLElement).click();
    await waitUntil(() => deepHas(desk.element, 'li'));
    desk.workspace.push('contact-history', {
      total: 0,
      first: 0,
      rows: [],
      isComplete: true,
      isCut: false,
      agents: [],
      isReading: false,
      problem: 'closed',
    });
    desk.workspace.push('past-interaction', { isReading: false, problem: 'closed' });
    await rendered();
    expect(deepElements(desk.element.shadowRoot!).some((element) => element.matches('.row, li, .field'))).to.be.false;
    expect(desk.element.shadowRoot!.textContent).not.to.contain('Invoice');
  });
});

import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { ContactSlice } from '../../../src/channel/contract.ts';
import '../../../src/components/contact/contact-information.ts';
import { contactProblemText } from '../../../src/words/contact-problem-text.ts';
import { SAMPLE_CONTACT } from '../contact-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-contact-information of="interaction" sourceId="mail-1" style="block-size:560px;overflow:auto"></backchannel-contact-information>`;
const READ: ContactSlice = { contact: SAMPLE_CONTACT, readAt: Date.now() - 5 * 60_000, isReading: false };

async function information(slice: ContactSlice = READ): Promise<Desk<HTMLElement>> {
  const desk = await deskFixture<HTMLElement>(TEMPLATE);
  desk.workspace.push('contact', slice);
  await rendered();
  return desk;
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
const values = (desk: Desk<HTMLElement>, label: string) =>
  [...desk.element.shadowRoot!.querySelectorAll('.field')]
    .filter((field) => textOf(field.querySelector('dt')!) === label)
    .map((field) => field.querySelector('.value')!);
const freshness = (desk: Desk<HTMLElement>) => deepQuery(desk.element, 'backchannel-contact-freshness');
const retryButton = (desk: Desk<HTMLElement>) => deepQuery(freshness(desk), 'button');

describe('backchannel-contact-information', () => {
  itKeepsTheElementContract(
    'backchannel-contact-information',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('contact', { ...READ, problem: 'unreachable' });
      await waitUntil(() => deepHas(element, '.field'));
    },
  );

  it('shows all fields that the service gives, read-only, and no empty ones', async () => {
    const desk = await information();
    expect(values(desk, 'Name').map(textOf)).to.deep.equal(['Maria Lindqvist']);
    expect(values(desk, 'Company').map(textOf)).to.deep.equal(['Lindqvist & Söner AB']);
    expect(values(desk, 'Mobile').map(textOf)).to.deep.equal(['+46 70 174 05 55']);
    expect(values(desk, 'Address (Billing)')[0]?.textContent).to.equal('Storgatan 1\n111 23 Stockholm\nSweden');
    expect(values(desk, 'Notes')[0]?.textContent).to.contain('Prefers e-mail.\n');
    expect(values(desk, 'Segment').map(textOf)).to.deep.equal(['Business']);
    expect(values(desk, 'Empty')).to.be.empty;
    expect(deepHas(desk.element, 'input, textarea, [contenteditable]')).to.be.false;
  });

  it('shows markup as text', async () => {
    const desk = await information();
    expect(values(desk, '<img src=x onerror=alert(1)>').map(textOf)).to.deep.equal(['<img src=x onerror=alert(1)>']);
    expect(deepHas(desk.element, 'img')).to.be.false;
  });

  it('links an e-mail address so that nothing in it can add to the mail, and the links in the notes', async () => {
    const desk = await information();
    const links = values(desk, 'E-mail').map((value) => value.querySelector('a')?.getAttribute('href'));
    expect(links).to.deep.equal(['mailto:maria@lindqvist.example', undefined, 'mailto:maria%2Binvoices@lindqvist.example']);
    await waitUntil(() => values(desk, 'Notes')[0]!.querySelector('a')?.href === 'https://crm.example/c1001');
  });

  it('copies a value as it is, and says so', async () => {
    const desk = await information();
    let copied = '';
    document.addEventListener('copy', (event) => (copied = event.clipboardData?.getData('text/plain') ?? ''), {
      capture: true,
      once: true,
    });
    const clipboard = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => ((copied = text), Promise.resolve()) },
    });
    try {
      deepQuery(desk.element, 'button[aria-label="Copy +46 70 174 05 55"]').click();
      await waitUntil(() =>
        deepElements(desk.element.shadowRoot!).some((element) => element.matches('[role="status"]') && textOf(element) === 'Copied.'),
      );
      expect(copied).to.equal('+46 70 174 05 55');
      deepQuery(desk.element, 'button[aria-label="Copy Address (Billing)"]').click();
      await waitUntil(() => copied.includes('\n'));
      expect(copied).to.equal('Storgatan 1\n111 23 Stockholm\nSweden');
    } finally {
      delete (navigator as { clipboard?: unknown }).clipboard;
      if (clipboard) Object.defineProperty(navigator, 'clipboard', clipboard);
    }
  });

  it('says how old it is, and reads it again', async () => {
    const desk = await information();
    expect(textOf(deepQuery(freshness(desk), 'time'))).to.equal('As of 5 minutes ago');
    deepQuery(freshness(desk), 'button[aria-label="Refresh"]').click();
    expect(desk.workspace.inputsOf('retryContact')).to.deep.equal([{ of: 'interaction', id: 'mail-1' }]);
  });

  it('says what went wrong above what was read before, and keeps the focus on Retry', async () => {
    const desk = await information({ ...READ, problem: 'unreachable' });
    expect(textOf(deepQuery(freshness(desk), '[role="status"]'))).to.equal(contactProblemText('unreachable'));
    expect(values(desk, 'Name')).to.have.length(1);
    const retry = retryButton(desk);
    expect(retry.getAttribute('aria-label')).to.equal('Retry');
    retry.focus();
    retry.click();
    desk.workspace.push('contact', { ...READ, isReading: true });
    await rendered();
    retry.click();
    expect(desk.workspace.inputsOf('retryContact')).to.have.length(1);
    desk.workspace.push('contact', READ);
    await rendered();
    expect(retryButton(desk)).to.equal(retry);
    expect(freshness(desk).shadowRoot!.activeElement).to.equal(retry);
  });

  it('lets the agent sign in if that is needed', async () => {
    const desk = await information({ isReading: false, problem: 'sign-in-needed' });
    expect(textOf(retryButton(desk))).to.equal('Sign In to Contact Service');
    retryButton(desk).click();
    expect(desk.workspace.inputsOf('retryContact')).to.have.length(1);
  });

  for (const problem of ['not-configured', 'no-contact', 'not-accepted', 'closed'] as const) {
    it(`offers no button if that changes nothing (${problem})`, async () => {
      const desk = await information({ isReading: false, problem });
      expect(textOf(deepQuery(freshness(desk), '[role="status"]'))).to.equal(contactProblemText(problem));
      expect(deepHas(desk.element, 'button')).to.be.false;
    });
  }

  it('shows nothing when the consultation is over', async () => {
    const desk = await information();
    desk.workspace.push('contact', { isReading: false, problem: 'closed' });
    await rendered();
    expect(deepHas(desk.element, '.field')).to.be.false;
  });
});

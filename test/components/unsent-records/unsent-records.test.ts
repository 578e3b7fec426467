import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/unsent-records/unsent-records.ts';
import type { UnsentRecords } from '../../../src/components/unsent-records/unsent-records.ts';
import type { UnsentRecord } from '../../../src/model/contact/consultation-record.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleUnsentRecord } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-unsent-records></backchannel-unsent-records>`;
const WAITING = sampleUnsentRecord({
  sessionId: 'session-cwei',
  contactName: '',
  peerName: '',
  refusal: undefined,
  problem: 'unreachable',
});

async function list(...records: readonly UnsentRecord[]): Promise<Desk<UnsentRecords>> {
  const desk = await deskFixture<UnsentRecords>(TEMPLATE);
  desk.workspace.push('unsent-records', records);
  await rendered();
  return desk;
}

const words = ({ element }: Desk<UnsentRecords>) =>
  deepElements(element.shadowRoot!)
    .map((one) => (one.localName === 'li' ? one.textContent?.replace(/\s+/g, ' ').trim() : ''))
    .filter(Boolean);
const said = ({ element }: Desk<UnsentRecords>) => deepQuery(element, '[role="status"]').textContent;

function button({ element }: Desk<UnsentRecords>, name: string): HTMLElement {
  const found = deepElements(element.shadowRoot!).find(
    (one) => one.localName === 'button' && (one.getAttribute('aria-label') ?? one.textContent) === name,
  );
  if (!found) throw new Error(`There is no button ${name}`);
  return found as HTMLElement;
}

const TITLE = 'Maria Lindqvist, 23 Nov 2026, 14:02, with Bill Martin';

describe('backchannel-unsent-records', () => {
  itKeepsTheElementContract(
    'backchannel-unsent-records',
    () => TEMPLATE,
    async ({ element, workspace }) => {
      workspace.push('unsent-records', [sampleUnsentRecord(), WAITING]);
      await rendered();
      deepQuery(element, '.delete').click();
    },
  );

  it('shows of each record when, with whom and about whom it was, why it was refused, and what the service said', async () => {
    const [refused, waiting] = words(await list(sampleUnsentRecord(), WAITING));
    expect(refused).to.match(
      /^Maria Lindqvist 23 Nov 2026, 14:02 · with Bill Martin Is invoice 20931 a duplicate\? The record is larger than the contact service takes\..* At most 1 MiB\. Try Again Export Delete$/,
    );
    expect(waiting).to.match(/^Unknown contact 23 Nov 2026, 14:02 Is invoice.*can't be reached, or is busy\..* Try Again Export$/);
  });

  it('says when there are none', async () => {
    const desk = await list();
    expect(desk.element.shadowRoot?.textContent).to.contain('The contact service has the record of every consultation.');
    expect(deepHas(desk.element, 'button')).to.be.false;
  });

  it('shows markup in the service’s words as text', async () => {
    const desk = await list(
      sampleUnsentRecord({
        contactName: '<img src=x>',
        subject: '<b>x</b>',
        refusal: { reason: 'rejected', at: 0, detail: '<i>no</i>', isTold: true },
      }),
    );
    expect(deepHas(desk.element, 'img, b, i')).to.be.false;
  });

  it('tries one again, and says with what result', async () => {
    const desk = await list(sampleUnsentRecord(), WAITING);
    desk.workspace.answer('retryRecords', { unsentRecords: 1 });
    button(desk, `Try Again: ${TITLE}`).click();
    await waitUntil(() => said(desk)?.includes("still doesn't take the record"));
    expect(desk.workspace.inputsOf('retryRecords')).to.deep.equal([{ records: [{ sessionId: 'session-bmartin', contactId: 'c1001' }] }]);
    desk.workspace.answer('retryRecords', { unsentRecords: 0 });
    button(desk, 'Try All Again').click();
    await waitUntil(() => said(desk) === 'The contact service has taken every record.');
    expect(desk.workspace.inputsOf('retryRecords')[1]).to.deep.equal({});
  });

  it('deletes only what the agent has confirmed; Escape and Keep return the focus', async () => {
    const desk = await list(sampleUnsentRecord());
    const name = `Delete: ${TITLE}`;
    button(desk, name).click();
    await rendered();
    expect(desk.element.shadowRoot?.activeElement?.textContent).to.equal('Keep');
    expect(press(button(desk, 'Keep'), 'Escape').defaultPrevented).to.be.true;
    await rendered();
    expect(desk.element.shadowRoot?.activeElement).to.equal(button(desk, name));
    expect(desk.workspace.inputsOf('deleteRecord')).to.be.empty;
    button(desk, name).click();
    await rendered();
    button(desk, 'Delete').click();
    await waitUntil(() => said(desk) === 'The record was deleted.');
    expect(desk.workspace.inputsOf('deleteRecord')).to.deep.equal([{ sessionId: 'session-bmartin', contactId: 'c1001' }]);
    expect(desk.element.shadowRoot?.activeElement).to.equal(deepQuery(desk.element, '.intro'));
  });

  it('exports one record, or all, as a file', async () => {
    const desk = await list(sampleUnsentRecord(), WAITING);
    const saved: { name: string; text: Promise<string> }[] = [];
    const asked: unknown[] = [];
    desk.workspace.answerQueries('record-export', ({ records }) => {
      asked.push(records);
      return {
        format: 'backchannel-consultation-records',
        version: 1,
        exportedAt: '2026-11-23T13:02:00.000Z',
        agent: 'aturner@support.example',
        records: [{ contactId: 'c1001', contactName: 'Maria', interactionId: 's', interaction: {} }],
      };
    });
    const save = (event: Event) => {
      const link = event.target as HTMLAnchorElement;
      event.preventDefault();
      saved.push({ name: link.download, text: fetch(link.href).then((answer) => answer.text()) });
    };
    // The link that downloads isn't in the page, so that its click is watched at the prototype.
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function press(this: HTMLAnchorElement) {
      this.addEventListener('click', save);
      click.call(this);
    };
    try {
      button(desk, `Export: ${TITLE}`).click();
      await waitUntil(() => said(desk)?.startsWith('Exported.'));
      button(desk, 'Export All').click();
      await waitUntil(() => saved.length === 2);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(asked).to.deep.equal([[{ sessionId: 'session-bmartin', contactId: 'c1001' }], undefined]);
    expect(saved[0]?.name).to.equal('backchannel-records-2026-11-23.json');
    expect(JSON.parse((await saved[0]?.text) ?? '')).to.deep.include({
      format: 'backchannel-consultation-records',
      version: 1,
      agent: 'aturner@support.example',
    });
  });
});

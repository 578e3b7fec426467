import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { CaseDataSlice } from '../../../src/channel/contract.ts';
import '../../../src/components/team-communicator/active-consultations.ts';
import '../../../src/components/im-window/im-window.ts';
import '../../../src/components/interaction-tab/interaction-list.ts';
import '../../../src/components/interaction-tab/interaction-tab.ts';
import '../../../src/components/interaction-tab/interaction-window.ts';
import '../../../src/components/notifications/notifications.ts';
import type { ImWindow } from '../../../src/components/im-window/im-window.ts';
import { consultationsAbout } from '../../../src/model/desk/interaction-tabs.ts';
import { showLocale } from '../../../src/words/localization.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk, press } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const MAIL = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  status: 'held',
  startedAt: Date.now() - 724_000,
  canHold: false,
} as const;
const PARENT = { interactionId: 'mail-1', media: 'email', contactName: 'Maria Lindqvist', isClosed: false, version: 1 } as const;
const CASE: CaseDataSlice = {
  fields: [
    { key: 'Topic', type: 'text', value: 'Invoice 20931 doubled', isCut: true },
    { key: 'Plan', type: 'choice', value: 'Business 50', changedAt: 5 },
    { key: 'Card', type: 'text', value: '•••• •••• •••• 4417', isMasked: true },
    { key: 'Order', type: 'link', value: 'https://orders.example/77120' },
    { key: 'Danger', type: 'link', value: 'javascript:alert(1)' },
    { key: 'Amount', type: 'money', value: '1249.9 EUR' },
    { key: 'Opened', type: 'date', value: '2026-11-23' },
    { key: 'Calls', type: 'number', value: '1234.5' },
    { key: 'Broken', type: 'date', value: '2026-99-99' },
    { key: '<b>', type: 'text', value: '<img src=x onerror=alert(1)>' },
  ],
  omitted: 9_800,
  leftOut: ['Plan'],
};
const CONSULTATION = sampleSession({ parent: PARENT });
const NOT_CONNECTED = sampleSession({ parent: PARENT, state: { status: 'not-connected' } });

const imWindow = (session = CONSULTATION) => html`<backchannel-im-window style="height:500px" .session=${session}></backchannel-im-window>`;
const TAB = html`<backchannel-interaction-tab style="height:500px" .interaction=${MAIL}></backchannel-interaction-tab>`;
const ACTIVE = html`<backchannel-active-consultations></backchannel-active-consultations>`;

async function consultation(session = CONSULTATION): Promise<Desk<ImWindow>> {
  const desk = await deskFixture<ImWindow>(imWindow(session));
  desk.workspace.push('case-data', CASE);
  await waitUntil(() => deepHas(desk.element, '.field'));
  return desk;
}

const isFocused = (element: Element) => (element.getRootNode() as ShadowRoot).activeElement === element;
const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
const valueOf = (desk: Desk<HTMLElement>, key: string) =>
  textOf(
    deepElements(desk.element.shadowRoot!)
      .find((element) => element.matches('.field') && textOf(element.querySelector('dt')!) === key)!
      .querySelector('dd')!,
  );

describe('backchannel-interaction-tab', () => {
  itKeepsTheElementContract(
    'backchannel-interaction-tab',
    () => TAB,
    async ({ workspace, element }) => {
      workspace.push('case-data', CASE);
      await waitUntil(() => deepHas(element, '.field'));
    },
  );

  it('shows the contact, the status and for how long, and starts a consultation', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    expect(deepQuery(desk.element, 'h2').textContent).to.equal('Maria Lindqvist');
    expect(textOf(deepQuery(desk.element, '.words'))).to.match(/^E-mail · On hold · 1[23]:\d\d$/);
    deepQuery(desk.element, 'button[aria-label="Start Consultation"]').click();
    expect(desk.consulted).to.deep.equal(['mail-1']);
  });

  it('offers no consultation to an agent who may not start sessions', async () => {
    const { element } = await deskFixture<HTMLElement>(
      html`<backchannel-interaction-tab .interaction=${MAIL} .canMake=${false}></backchannel-interaction-tab>`,
    );
    expect(deepHas(element, 'button[aria-label="Start Consultation"]')).to.be.false;
  });

  it('is closed by the agent after a question, and not by Escape', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    const button = deepQuery(desk.element, 'button[aria-label="Close Interaction"]');
    button.click();
    await rendered();
    await expect(desk.element).to.be.accessible();
    press(deepQuery(desk.element, '.closing .button'), 'Escape');
    await rendered();
    expect([deepHas(desk.element, '.closing'), desk.element.shadowRoot?.activeElement === button]).to.deep.equal([false, true]);
    button.click();
    await rendered();
    deepQuery(desk.element, '.closing .button').click();
    expect(desk.workspace.inputsOf('abandonInteraction')).to.deep.equal([{ id: 'mail-1' }]);
  });

  const EDITABLE: CaseDataSlice = {
    fields: [
      { key: 'Topic', type: 'text', value: 'Invoice', label: 'Subject' },
      { key: 'Plan', type: 'choice', value: 'Basic', isEditable: true, choices: ['Basic', 'Business'] },
      { key: 'Calls', type: 'number', value: '3', isEditable: true, label: 'Number of calls' },
      { key: 'Opened', type: 'date', value: '2026-11-23', isEditable: true },
    ],
    omitted: 0,
    leftOut: [],
  };
  const editable = async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    desk.workspace.push('case-data', EDITABLE);
    await waitUntil(() => deepHas(desk.element, '.field'));
    return desk;
  };
  const edit = async (desk: Desk<HTMLElement>, label: string) => {
    deepQuery(desk.element, `button[aria-label="Edit ${label}"]`).click();
    await rendered();
    return deepQuery<HTMLInputElement>(desk.element, `input[aria-label="${label}"], select[aria-label="${label}"]`);
  };

  it('shows labels, and lets the agent change what is editable, by a field of its type', async () => {
    const desk = await editable();
    expect(valueOf(desk, 'Subject')).to.equal('Invoice');
    expect(deepHas(desk.element, 'button[aria-label="Edit Subject"]')).to.be.false;
    const calls = await edit(desk, 'Number of calls');
    await expect(desk.element).to.be.accessible();
    expect([calls.type, calls.value, isFocused(calls)]).to.deep.equal(['number', '3', true]);
    calls.value = '4';
    calls.form?.requestSubmit();
    await rendered();
    expect(desk.workspace.inputsOf('changeCaseField')).to.deep.equal([{ interactionId: 'mail-1', key: 'Calls', value: '4' }]);
    await waitUntil(() => isFocused(deepQuery(desk.element, 'button[aria-label="Edit Number of calls"]')));
    expect((await edit(desk, 'Opened')).type).to.equal('date');
    const plan = await edit(desk, 'Plan');
    expect([...deepElements(plan)].map(textOf)).to.deep.equal(['Basic', 'Business']);
  });

  const guessed = async () => {
    const contact = { name: 'M', guess: { id: 'c1001', name: 'Maria Lindqvist', by: 'number' } } as const;
    const desk = await deskFixture<HTMLElement>(
      html`<backchannel-interaction-tab style="height:500px" .interaction=${{ ...MAIL, contact }}></backchannel-interaction-tab>`,
    );
    await waitUntil(() => deepHas(desk.element, '#guess'));
    return desk;
  };
  const answer = (desk: Desk<HTMLElement>, name: string) =>
    deepElements(desk.element.shadowRoot!).find(
      (element): element is HTMLButtonElement => element.localName === 'button' && textOf(element) === name,
    )!;

  it('shows who the caller may be as a guess, and takes the answer', async () => {
    const desk = await guessed();
    expect(textOf(deepQuery(desk.element, 'h2'))).to.equal('M');
    expect(textOf(deepQuery(desk.element, '#guess'))).to.match(/^Perhaps Maria Lindqvist: found by the number that the caller gave\./);
    await expect(desk.element).to.be.accessible();
    answer(desk, 'Not This Contact').click();
    await waitUntil(() => isFocused(deepQuery(desk.element, 'button[aria-label="Start Consultation"]')));
    answer(desk, 'Confirm').click();
    expect(desk.workspace.inputsOf('judgeContactGuess')).to.deep.equal([
      { interactionId: 'mail-1', contactId: 'c1001', isRight: false },
      { interactionId: 'mail-1', contactId: 'c1001', isRight: true },
    ]);
  });

  it('labels the fields of a contact’s call in the agent’s language, and a page’s fields as the page does', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    const topic = { key: 'Topic', type: 'text', value: 'Invoice' } as const;
    desk.workspace.push('case-data', {
      fields: [
        { ...topic, isOfCall: true },
        topic,
        { ...topic, isOfCall: true, label: 'Subject' },
        { ...topic, key: 'Sign', isOfCall: true },
      ],
      omitted: 0,
      leftOut: [],
    });
    try {
      await showLocale('de');
      await waitUntil(() => deepHas(desk.element, '.field'));
      const keys = () =>
        deepElements(desk.element.shadowRoot!)
          .filter(({ localName }) => localName === 'dt')
          .map(textOf);
      await waitUntil(() => keys()[0] === 'Thema');
      expect(keys()).to.deep.equal(['Thema', 'Topic', 'Subject', 'Sign']);
    } finally {
      await showLocale('en');
    }
  });

  it('leaves a value as it was on Escape, and says why one was refused', async () => {
    const desk = await editable();
    press(await edit(desk, 'Number of calls'), 'Escape');
    await rendered();
    expect([deepHas(desk.element, 'input'), desk.workspace.inputsOf('changeCaseField')]).to.deep.equal([false, []]);
    desk.workspace.answer('changeCaseField', { refused: 'unknown-interaction' });
    const calls = await edit(desk, 'Number of calls');
    calls.value = '4';
    calls.form?.requestSubmit();
    await waitUntil(() => deepHas(desk.element, '.error'));
    expect(textOf(deepQuery(desk.element, '.error'))).to.equal('This interaction was closed.');
    calls.value = '3';
    calls.form?.requestSubmit();
    await waitUntil(() => !deepHas(desk.element, 'input'));
  });

  it('keeps what is being typed when the page changes the value', async () => {
    const desk = await editable();
    const calls = await edit(desk, 'Number of calls');
    calls.value = '42';
    desk.workspace.push('case-data', {
      ...EDITABLE,
      fields: EDITABLE.fields.map((field) => (field.key === 'Calls' ? { ...field, value: '7' } : field)),
    });
    await rendered();
    expect(calls.value).to.equal('42');
  });
});

describe('a consultation in the Interaction window', () => {
  itKeepsTheElementContract(
    'backchannel-im-window',
    () => imWindow(NOT_CONNECTED),
    async ({ workspace, element }) => {
      workspace.push('case-data', CASE);
      await waitUntil(() => deepHas(element, '.field'));
      deepQuery(element, '.context-switch').click();
    },
  );

  it('shows what it is about', async () => {
    const desk = await consultation();
    expect(textOf(deepQuery(desk.element, '.words'))).to.equal('Connected · consultation on E-mail, Maria Lindqvist');
  });

  it("shows values in the agent's language, links by their real address, and everything else as text", async () => {
    const desk = await consultation();
    expect(valueOf(desk, 'Amount')).to.match(/1,249\.90/);
    expect(valueOf(desk, 'Calls')).to.equal('1,234.5');
    expect(valueOf(desk, 'Opened')).to.match(/23.*2026|2026.*23/);
    expect(valueOf(desk, 'Broken')).to.equal('2026-99-99');
    expect(valueOf(desk, '<b>')).to.equal('<img src=x onerror=alert(1)>');
    expect(valueOf(desk, 'Topic')).to.contain('(cut)');
    expect(valueOf(desk, 'Card')).to.contain('Masked');
    expect(valueOf(desk, 'Plan')).to.contain('changed');
    expect(
      deepElements(desk.element.shadowRoot!).some(
        (element) => element.matches('p') && element.textContent?.includes('9,800 more fields are not shown'),
      ),
    ).to.equal(true);
    const links = deepElements(desk.element.shadowRoot!).filter((element): element is HTMLAnchorElement => element.matches('dd a'));
    expect(links.map(({ href, textContent }) => [href, textContent])).to.deep.equal([
      ['https://orders.example/77120', 'https://orders.example/77120'],
    ]);
  });

  it('lets the initiator leave fields out before the first message, and not after', async () => {
    const desk = await consultation(NOT_CONNECTED);
    const box = (key: string) => deepQuery<HTMLInputElement>(desk.element, `input[aria-label="Share ${key}"]`);
    expect([box('Topic').checked, box('Plan').checked]).to.deep.equal([true, false]);
    box('Topic').click();
    expect(desk.workspace.inputsOf('leaveOutField')).to.deep.equal([{ sessionId: 'session-bmartin', key: 'Topic', isLeftOut: true }]);
    expect(deepHas((await consultation()).element, 'input[type="checkbox"]')).to.be.false;
  });

  it('shows either the messages or the case if there is no room for both', async () => {
    const desk = await consultation();
    const isSeen = (selector: string) => deepQuery(desk.element, selector).checkVisibility();
    expect([isSeen('.conversation'), isSeen('.context')]).to.deep.equal([true, false]);
    deepQuery(desk.element, 'button[aria-label="Case and Contact"]').click();
    await rendered();
    expect([isSeen('.conversation'), isSeen('.context')]).to.deep.equal([false, true]);
  });

  it('shows the case above the conversation if the window is rather high than wide, or alone', async () => {
    const desk = await consultation();
    desk.element.style.height = '700px';
    const placeOf = (selector: string) => deepQuery(desk.element, selector).getBoundingClientRect();
    await waitUntil(() => placeOf('.context').height > 0);
    expect(placeOf('.context').bottom).to.equal(placeOf('.conversation').top);
    expect(placeOf('.conversation').height).to.be.above(placeOf('.context').height);
    deepQuery(desk.element, 'button[aria-label="Case and Contact"]').click();
    await rendered();
    expect(placeOf('.conversation').height).to.equal(0);
    expect(placeOf('.context').height).to.be.greaterThan(600);
  });

  it('closes the shared view with the session', async () => {
    const desk = await consultation();
    desk.element.session = sampleSession({ parent: PARENT, state: { status: 'ended', reason: 'ended-here', at: 0 } });
    await rendered();
    expect(deepHas(desk.element, '.context')).to.be.false;
    expect(deepQuery(desk.element, '.conversation').checkVisibility()).to.be.true;
  });

  it('says that the interaction was closed', async () => {
    const desk = await consultation(sampleSession({ parent: { ...PARENT, isClosed: true } }));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.contain('Maria Lindqvist was closed');
  });

  it('says before sending that a plain client gets nothing of the case', async () => {
    const desk = await consultation(sampleSession({ parent: PARENT, isPlain: true, state: { status: 'not-connected' } }));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.contain('only messages are sent');
    expect(deepHas(desk.element, 'input[type="checkbox"]')).to.be.false;
  });
});

describe('active interactions among the others', () => {
  const overview = sampleOverview({ interactions: [MAIL], sessions: [sampleSession({ peerLogon: 'khale' }), CONSULTATION] });

  for (const element of ['backchannel-interaction-window', 'backchannel-interaction-list']) {
    it(`come first, each followed by its consultations (${element})`, async () => {
      const template = element.endsWith('list')
        ? html`<backchannel-interaction-list></backchannel-interaction-list>`
        : html`<backchannel-interaction-window></backchannel-interaction-window>`;
      const desk = await deskFixture<HTMLElement>(template);
      desk.workspace.push('overview', overview);
      await rendered();
      const names = deepElements(desk.element.shadowRoot!).filter((part) => part.matches('[role="tab"] > bdi, .row .name'));
      expect(names.map(textOf)).to.deep.equal(['Maria Lindqvist', 'bmartin', 'khale']);
    });
  }

  it('are not marked done with a key, because the page closes them', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-interaction-window></backchannel-interaction-window>`, {
      activeTab: { of: 'interaction', id: 'mail-1' },
    });
    desk.workspace.push('overview', overview);
    await rendered();
    deepQuery(desk.element, '[role="tab"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    expect(desk.workspace.inputsOf('markDone')).to.be.empty;
  });

  it('count as parents only of consultations that this agent has started', () => {
    expect(consultationsAbout('mail-1', [CONSULTATION, sampleInvitation({ parent: PARENT })])).to.deep.equal([CONSULTATION]);
  });
});

describe('backchannel-active-consultations', () => {
  const push = ({ workspace }: Desk<HTMLElement>) =>
    workspace.push(
      'overview',
      sampleOverview({
        interactions: [MAIL],
        sessions: [
          CONSULTATION,
          sampleSession({ peerLogon: 'khale', parent: PARENT, state: { status: 'ended', reason: 'rejected', at: 0 } }),
        ],
      }),
    );

  it('lists those that go on, and opens one', async () => {
    const desk = await deskFixture<HTMLElement>(ACTIVE, { consulting: 'mail-1' });
    push(desk);
    await rendered();
    await expect(desk.element).to.be.accessible();
    expect(textOf(deepQuery(desk.element, '.about'))).to.contain('Ask about E-mail, Maria Lindqvist');
    expect(deepElements(desk.element).filter((element) => element.matches('[role="row"]'))).to.have.length(1);
    deepQuery(desk.element, '[aria-label="Open the consultation with Bill Martin"]').click();
    expect(desk.shown).to.deep.equal([tabOfSession('session-bmartin')]);
    deepQuery(desk.element, '[aria-label="Start no consultation"]').click();
    expect(desk.consulted).to.deep.equal([undefined]);
  });
});

describe('the notification of a consultation', () => {
  it('shows who asks, about which contact and medium, and the question', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-notifications></backchannel-notifications>`);
    desk.workspace.push(
      'overview',
      sampleOverview({ sessions: [sampleInvitation({ parent: PARENT, highlights: [CASE.fields[0]!, CASE.fields[5]!] })] }),
    );
    await rendered();
    const dialog = deepQuery(desk.element, '[role="alertdialog"]');
    expect(textOf(dialog)).to.contain('dortiz · consultation on E-mail, Maria Lindqvist');
    expect(textOf(dialog)).to.contain('Customer says invoice 20931');
    expect(textOf(dialog)).to.match(/Topic: Invoice 20931 doubled · Amount: \S*1,249\.90/);
    await expect(desk.element).to.be.accessible();
  });
});

import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/sign-in/lock-screen.ts';
import type { LockScreen } from '../../../src/components/sign-in/lock-screen.ts';
import type { LockView } from '../../../src/model/workspace.ts';
import { deepElements, deepHas, deepQuery, type Desk, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-lock-screen></backchannel-lock-screen>`;

function push({ workspace }: Desk<HTMLElement>, lock: Partial<LockView> = {}): void {
  workspace.push('overview', sampleOverview({ me: undefined, lock: { by: 'password', pending: 2, ringing: 0, unread: 1, ...lock } }));
}

async function locked(lock: Partial<LockView> = {}, template = TEMPLATE): Promise<Desk<LockScreen>> {
  const desk = await deskFixture<LockScreen>(template);
  push(desk, lock);
  await waitUntil(() => deepHas(desk.element, '#heading'));
  return desk;
}

const named = ({ element }: Desk<LockScreen>, name: string) =>
  deepElements(element.shadowRoot!).find((one) => one.localName === 'button' && one.textContent?.trim() === name) as
    | HTMLElement
    | undefined;

async function submit(desk: Desk<LockScreen>, password: string): Promise<void> {
  deepQuery<HTMLInputElement>(desk.element, '#password').value = password;
  deepQuery<HTMLFormElement>(desk.element, 'form').requestSubmit();
  await waitUntil(() => deepQuery(desk.element, 'form').getAttribute('aria-busy') === 'false');
}

/** Presses *Sign Out*, and again in the question that follows. */
async function signOut(desk: Desk<LockScreen>): Promise<void> {
  named(desk, 'Sign Out')?.click();
  await waitUntil(() => deepHas(desk.element, 'dialog[open]'));
  const question = deepQuery(desk.element, 'backchannel-sign-out-question').shadowRoot!;
  [...question.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Sign Out')?.click();
}

describe('backchannel-lock-screen', () => {
  itKeepsTheElementContract('backchannel-lock-screen', () => TEMPLATE, push);

  it('says how much waits, and takes the focus to the password', async () => {
    const { element } = await locked();
    expect(deepQuery(element, '[role="status"]').textContent).to.equal('2 pending, 1 unread');
    expect(deepHas(element, '#password:focus')).to.be.true;
  });

  it('doesn’t take the focus from the rest of the page', async () => {
    const desk = await deskFixture<HTMLElement>(html`<div><input id="crm" /><backchannel-lock-screen></backchannel-lock-screen></div>`);
    desk.element.querySelector<HTMLInputElement>('#crm')?.focus();
    push(desk);
    await waitUntil(() => deepHas(desk.element, '#password'));
    expect(document.activeElement?.id).to.equal('crm');
  });

  it('unlocks with the password, and doesn’t keep it', async () => {
    const desk = await locked();
    await submit(desk, 'secret');
    expect(desk.workspace.inputsOf('unlock')).to.deep.equal([{ password: 'secret' }]);
    expect(deepQuery<HTMLInputElement>(desk.element, '#password').value).to.equal('');
  });

  it('says that the password is wrong, and accepts none as long as the agent has to wait', async () => {
    const desk = await locked();
    desk.workspace.answer('unlock', { refused: 'not-unlocked', problem: 'wrong-password', nextTryAt: 0 });
    await submit(desk, 'wrong');
    await waitUntil(() => deepHas(desk.element, '#password[aria-invalid="true"]'));
    expect(deepQuery(desk.element, '[role="alert"]').textContent).to.contain('The password is wrong.');
    push(desk, { nextTryAt: Date.now() + 60_000 });
    await waitUntil(() => named(desk, 'Unlock') === undefined);
    await submit(desk, 'again');
    expect(desk.workspace.inputsOf('unlock')).to.have.length(1);
    expect(deepElements(desk.element.shadowRoot!).some((one) => /^Unlock in (60|59) s$/.test(one.textContent?.trim() ?? ''))).to.be.true;
  });

  it('asks for no password if there is none, and offers to sign out', async () => {
    const desk = await locked({ by: 'page' });
    expect(deepHas(desk.element, '#password')).to.be.false;
    await signOut(desk);
    await waitUntil(() => desk.workspace.inputsOf('signOut').length > 0);
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{ asksBeforeLoss: true }]);
  });

  it('is unlocked at the organization’s issuer, by a press, where the agent has signed in there', async () => {
    const desk = await locked({ by: 'issuer' });
    expect(deepHas(desk.element, '#password')).to.be.false;
    desk.workspace.answer('unlock', { refused: 'sign-in', problem: 'other-account' });
    named(desk, 'Sign In to Unlock')?.click();
    await waitUntil(() =>
      deepElements(desk.element.shadowRoot!).some((one) => one.matches('.error') && one.textContent?.includes('somebody else')),
    );
    expect(desk.workspace.inputsOf('unlock')).to.deep.equal([{}]);
  });

  it('asks before something is lost, with the counts only, and exports nothing from a locked desk', async () => {
    const desk = await locked();
    desk.workspace.answer('signOut', { refused: 'not-sent', messages: 0, consultations: 3 });
    await signOut(desk);
    await waitUntil(() => deepQuery(desk.element, '#lost').textContent?.includes('3 consultations') === true);
    expect(named(desk, 'Export Records')).to.equal(undefined);
  });

  it('has no password field in a dock: a button opens the main window', async () => {
    let opened = 0;
    const desk = await locked({}, html`<backchannel-lock-screen .openMainWindow=${() => (opened += 1)}></backchannel-lock-screen>`);
    expect(deepHas(desk.element, 'input')).to.be.false;
    named(desk, 'Unlock in the Main Window')?.click();
    expect(opened).to.equal(1);
  });
});

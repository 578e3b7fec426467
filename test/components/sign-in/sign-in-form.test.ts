import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/sign-in/sign-in-form.ts';
import type { SignInForm } from '../../../src/components/sign-in/sign-in-form.ts';
import type { SignInProblem } from '../../../src/model/workspace.ts';
import { deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-sign-in-form></backchannel-sign-in-form>`;
const signedOut = (problem?: SignInProblem) => sampleOverview({ me: undefined, connection: { status: 'signed-out', problem } });

async function submit(desk: Desk<SignInForm>, address: string, password: string): Promise<void> {
  deepQuery<HTMLInputElement>(desk.element, '#address').value = address;
  deepQuery<HTMLInputElement>(desk.element, '#password').value = password;
  deepQuery<HTMLFormElement>(desk.element, 'form').requestSubmit();
  await rendered();
}

describe('backchannel-sign-in-form', () => {
  itKeepsTheElementContract(
    'backchannel-sign-in-form',
    () => TEMPLATE,
    ({ workspace }) => workspace.push('overview', signedOut('wrong-password')),
  );

  it('signs in, and has the server looked up if the field is empty', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    await submit(desk, ' alice@example.com ', 'secret');
    expect(desk.workspace.inputsOf('signIn')).to.deep.equal([
      { jid: 'alice@example.com', password: 'secret', service: undefined, isKept: false, isUnlocking: true },
    ]);
  });

  it('keeps an agent signed in only if they have asked for it', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    desk.workspace.push('overview', signedOut());
    await rendered();
    expect(deepQuery<HTMLInputElement>(desk.element, '#kept').checked).to.equal(false);
    deepQuery<HTMLInputElement>(desk.element, '#kept').click();
    await submit(desk, 'alice@example.com', 'secret');
    expect(desk.workspace.inputsOf('signIn')[0]?.isKept).to.equal(true);
  });

  it('begins with the server that the page gives', async () => {
    const desk = await deskFixture<SignInForm>(html`<backchannel-sign-in-form service="wss://chat.example/ws"></backchannel-sign-in-form>`);
    await submit(desk, 'alice@example.com', 'secret');
    expect(desk.workspace.inputsOf('signIn')[0]?.service).to.equal('wss://chat.example/ws');
  });

  it('says what is wrong with the address before it asks the host, and moves the focus there', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    await submit(desk, 'alice', 'secret');
    expect(desk.workspace.inputsOf('signIn')).to.be.empty;
    expect(deepQuery(desk.element, '[role="alert"]').textContent).to.contain('name@domain');
    expect(deepHas(desk.element, '#address:focus[aria-invalid="true"]')).to.be.true;
  });

  it('needs the name only where the organization has set the host', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    const overview = signedOut();
    desk.workspace.push('overview', { ...overview, policy: { ...overview.policy, domain: 'example.com' } });
    await rendered();
    await submit(desk, 'alice', 'secret');
    expect(desk.workspace.inputsOf('signIn')[0]?.jid).to.equal('alice@example.com');
  });

  it('takes an address as people write it: its escapes (XEP-0106) are made here', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    for (const written of ["d'Artagnan@support.example", 'd\\27artagnan@support.example']) await submit(desk, written, 'secret');
    expect(desk.workspace.inputsOf('signIn').map(({ jid }) => String(jid).toLowerCase())).to.deep.equal([
      'd\\27artagnan@support.example',
      'd\\27artagnan@support.example',
    ]);
  });

  it('says a refusal, with the focus on the field that it is about', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    desk.workspace.answer('signIn', { refused: 'sign-in', problem: 'wrong-password' });
    await submit(desk, 'alice@example.com', 'wrong');
    await waitUntil(() => deepHas(desk.element, '#password:focus[aria-invalid="true"]'));
    expect(deepQuery(desk.element, '[role="alert"]').textContent).to.contain('password');
  });

  it('offers to delete what is stored only if a server offers a weaker sign-in than before, and then removes the message', async () => {
    const desk = await deskFixture<SignInForm>(TEMPLATE);
    desk.workspace.answer('signIn', { refused: 'sign-in', problem: 'server-unproven' });
    await submit(desk, 'alice@example.com', 'secret');
    await waitUntil(() => deepQuery(desk.element, '[role="alert"]').textContent?.includes('prove'));
    expect(deepHas(desk.element, 'button.secondary')).to.be.false;
    desk.workspace.answer('signIn', { refused: 'sign-in', problem: 'weaker-sign-in' });
    await submit(desk, 'alice@example.com', 'secret');
    await waitUntil(() => deepHas(desk.element, 'button.secondary'));
    deepQuery<HTMLButtonElement>(desk.element, 'button.secondary').click();
    await waitUntil(() => !deepHas(desk.element, 'button.secondary'));
    expect(desk.workspace.inputsOf('signOut')).to.have.lengthOf(1);
    expect(deepQuery(desk.element, '[role="alert"]').textContent?.trim()).to.equal('');
  });
});

import { expect, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import '../../src/components/own-status.ts';
import '../../src/components/sign-out-dialog.ts';
import type { OwnStatusButton } from '../../src/components/own-status.ts';
import type { SignOutDialog } from '../../src/components/sign-out-dialog.ts';
import { deepElements, deepHas, deepQuery, deskFixture } from './desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from './element-contract.ts';
import { sampleOverview } from './samples.ts';

const TEMPLATE = html`<backchannel-sign-out-dialog></backchannel-sign-out-dialog>`;
const named = (root: Element, name: string) => deepElements(root.shadowRoot!).find((one) => one.localName === 'button' && one.textContent?.trim() === name) as HTMLElement;

describe('backchannel-sign-out-dialog', () => {
  itKeepsTheElementContract('backchannel-sign-out-dialog', () => TEMPLATE, ({ element }) => (element as SignOutDialog).ask(2));

  it('is asked where records would be lost, says how many, and leaves the agent signed in', async () => {
    const desk = await deskFixture<OwnStatusButton>(html`<backchannel-own-status></backchannel-own-status>`);
    desk.workspace.push('overview', sampleOverview());
    desk.workspace.answer('signOut', { refused: 'unsent-records', count: 3 });
    await rendered();
    deepQuery(desk.element, '[aria-haspopup="menu"]').click();
    await waitUntil(() => deepElements(desk.element.shadowRoot!).some((one) => one.textContent?.trim() === 'Sign Out' && one.matches('[role="menuitem"]')));
    (deepElements(desk.element.shadowRoot!).find((one) => one.matches('[role="menuitem"]') && one.textContent?.trim() === 'Sign Out') as HTMLElement).click();
    await waitUntil(() => deepHas(desk.element, 'dialog[open][role="alertdialog"]'));
    const dialog = deepQuery(desk.element, 'backchannel-sign-out-dialog');
    expect(deepQuery(desk.element, '#title').textContent).to.equal('Sign out and delete 3 records?');
    expect(dialog.shadowRoot?.activeElement?.textContent).to.equal('Stay Signed In');
    named(dialog, 'Stay Signed In').click();
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{ isHeldByRecords: true }]);
  });

  it('signs out all the same when the agent says so', async () => {
    const desk = await deskFixture<SignOutDialog>(TEMPLATE);
    await desk.element.ask(1);
    named(desk.element, 'Sign Out and Delete').click();
    await waitUntil(() => !deepHas(desk.element, 'dialog[open]'));
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{}]);
  });

  it('exports all records first', async () => {
    const desk = await deskFixture<SignOutDialog>(TEMPLATE);
    const asked: unknown[] = [];
    desk.workspace.answerQueries('record-export', ({ records }) => {
      asked.push(records);
      return { format: 'backchannel-consultation-records', version: 1, exportedAt: '', agent: '', records: [] };
    });
    await desk.element.ask(2);
    named(desk.element, 'Export All').click();
    await waitUntil(() => deepQuery(desk.element, '[role="status"]').textContent === 'There is nothing left to export.');
    expect(asked).to.deep.equal([undefined]);
    expect(deepHas(desk.element, 'dialog[open]')).to.be.true;
  });
});

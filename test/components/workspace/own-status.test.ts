import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/own-status.ts';
import type { OwnStatusButton } from '../../../src/components/workspace/own-status.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-own-status-view></backchannel-own-status-view>`;

async function openMenu(policy: Partial<Policy> = {}) {
  const desk = await deskFixture<OwnStatusButton>(TEMPLATE);
  const overview = sampleOverview();
  desk.workspace.push('overview', { ...overview, policy: { ...overview.policy, ...policy } });
  await rendered();
  const button = deepQuery(desk.element, 'button');
  button.focus();
  button.click();
  await waitUntil(() => deepHas(desk.element, '[role="menuitemradio"]:focus'));
  return { ...desk, button };
}

describe('backchannel-own-status-view', () => {
  itKeepsTheElementContract(
    'backchannel-own-status-view',
    () => TEMPLATE,
    ({ workspace }) => workspace.push('overview', sampleOverview()),
  );

  it('names the status and offers every one, with the reasons of Not Ready', async () => {
    const { element, button } = await openMenu();
    expect(button.getAttribute('aria-label')).to.equal('Your status: Ready');
    const names = deepElements(element.shadowRoot!)
      .filter((item) => item.matches('[role^="menuitem"]'))
      .map((item) => item.getAttribute('aria-label'));
    expect(names).to.deep.equal([
      'Ready',
      'Not Ready',
      'Not Ready, Break',
      'Not Ready, Lunch',
      'Not Ready, Meeting',
      'Not Ready, Training',
      'After Call Work',
      'Do Not Disturb',
      'Logged off',
      'Lock',
      'Sign Out',
    ]);
    expect(deepQuery(element, '[role="menuitemradio"]:focus').getAttribute('aria-checked')).to.equal('true');
  });

  it('offers the reasons that the organization has set, in place of its own', async () => {
    const { element } = await openMenu({ notReadyReasons: ['Coaching', 'Back office'] });
    const names = deepElements(element.shadowRoot!)
      .filter((item) => item.matches('[role="menuitemradio"]'))
      .map((item) => item.getAttribute('aria-label'));
    expect(names.slice(0, 5)).to.deep.equal(['Ready', 'Not Ready', 'Not Ready, Coaching', 'Not Ready, Back office', 'After Call Work']);
  });

  it('sets the status that was chosen by its first letters', async () => {
    const { element, workspace } = await openMenu();
    press(deepQuery(element, '[role="menuitemradio"]:focus'), 'd');
    press(deepQuery(element, '[aria-label="Do Not Disturb"]:focus'), 'Enter');
    expect(workspace.inputsOf('setStatus')).to.deep.equal([{ availability: 'do-not-disturb' }]);
  });

  it('gives the focus back when the menu closes', async () => {
    const { element, button } = await openMenu();
    press(deepQuery(element, '[role="menuitemradio"]:focus'), 'Escape');
    await waitUntil(() => element.shadowRoot?.activeElement === button);
    await waitUntil(() => button.getAttribute('aria-expanded') === 'false');
  });

  for (const [what, act] of [
    ['key', () => press(document.body, 'a')],
    ['press', () => document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))],
  ] as const) {
    it(`says why something wasn’t done until the agent’s next ${what}, so that it covers what is below only briefly`, async () => {
      const { element, workspace } = await openMenu();
      workspace.answer('setStatus', { refused: 'not-possible-now' });
      press(deepQuery(element, '[role="menuitemradio"]:focus'), 'd');
      press(deepQuery(element, '[aria-label="Do Not Disturb"]:focus'), 'Enter');
      await waitUntil(() => deepHas(element, '.refusal'));
      act();
      await waitUntil(() => !deepHas(element, '.refusal'));
    });
  }
});

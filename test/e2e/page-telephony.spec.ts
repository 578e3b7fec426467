import type { Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { earOf, expectToHear } from '../fixtures/audio-probe.ts';
import { type DemoCrm, startDemoCrm } from '../fixtures/demo-crm.ts';
import { expect } from '../fixtures/e2e.ts';
import { expectStatus, notification, say, targetRow } from '../fixtures/im.ts';
import { callBar, ringing, test as voiceTest } from '../fixtures/voice.ts';

/** The demo's CRM, whose calls go by a softphone of its own. */
const test = voiceTest.extend<{ crm: DemoCrm }>({
  crm: async ({ site, team: { a } }, use) => {
    const crm = await startDemoCrm(site, [{ agent: a, team: 'Billing' }]);
    await use(crm);
    await crm.stop();
  },
});

const softphone = (page: Page) => page.getByRole('group', { name: 'Softphone' });

/** The agent takes the first call of the queue. */
async function takeCall(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Work' })
    .getByRole('button', { name: /Call, / })
    .first()
    .click();
  await expect(softphone(page)).toContainText('Talking');
}

/** Presses *Start Consultation* in the call's tab. */
async function startConsultation(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Voice, / }).click();
  await page.getByRole('button', { name: 'Start Consultation', exact: true }).click();
}

/** Chooses from the colleague's Action menu: among the Active Consultations if there is one with them, or else in the list. */
async function choose(page: Page, target: TestAgent, medium: 'Instant Message' | 'Voice'): Promise<void> {
  const active = page.getByRole('search', { name: 'Team Communicator' }).getByRole('group', { name: 'Active Consultations' });
  await active
    .or(targetRow(page, target))
    .first()
    .getByRole('button', { name: `Actions for ${target.name}` })
    .click();
  await page.getByRole('menuitem', { name: `Start ${medium} Consultation with ${target.name}` }).click();
}

test("from an IM consultation to a voice consultation: the CRM's own softphone has the contact on hold until the end of the call; where it refuses, nobody is called", async ({
  crm,
  contextOf,
  openVoiceDesk,
  team: { a, b },
}) => {
  const page = await (await contextOf('agent')).newPage();
  const [target] = await Promise.all([openVoiceDesk('target', b), crm.open(page, a)]);
  await takeCall(page);
  await startConsultation(page);
  await choose(page, b, 'Instant Message');
  await say(page, 'Is invoice 20977 right?');
  await notification(target.page, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(page, b, 'Connected');

  await softphone(page).getByRole('checkbox').check();
  await startConsultation(page);
  await choose(page, b, 'Voice');
  await expect(page.getByText("The contact couldn't be put on hold, so nobody was called.")).toBeVisible();
  await expect(softphone(page)).toContainText('Talking');
  await expect(ringing(target.page, /consultation/i)).toHaveCount(0);
  await softphone(page).getByRole('checkbox').uncheck();
  await choose(page, b, 'Voice');
  await expect(softphone(page)).toContainText('On hold');
  await ringing(target.page, /consultation/i)
    .getByRole('button', { name: 'Reject' })
    .click();
  await expect(softphone(page)).toContainText('Talking');

  // Backchannel shows the hold that the agent has pressed in the softphone, after a reload too, and can end it.
  await softphone(page).getByRole('button', { name: 'Hold' }).click();
  await expect(softphone(page)).toContainText('On hold');
  await page.reload();
  await expect(softphone(page)).toContainText('On hold');
  await page
    .getByRole('tab', { name: /^Voice, / })
    .or(page.getByRole('complementary', { name: 'Backchannel' }).getByRole('button', { name: /Voice · On hold/ }))
    .first()
    .click();
  await page.getByRole('complementary', { name: 'Backchannel' }).getByRole('button', { name: 'Retrieve', exact: true }).click();
  await expect(softphone(page)).toContainText('Talking');

  await startConsultation(page);
  await choose(page, b, 'Voice');
  await expect(softphone(page)).toContainText('On hold');
  await expect(page.getByRole('tab', { name: /^Voice, / })).toBeVisible();
  await ringing(target.page, /consultation/i)
    .getByRole('button', { name: 'Accept' })
    .click();
  await expectToHear(target.ear, 'agent');
  await expectToHear(earOf(page), 'target');

  // When the agent retrieves the contact in the softphone, neither contact nor colleague hears the other.
  await softphone(page).getByRole('button', { name: 'Retrieve' }).click();
  await expectToHear(target.ear, 'music');
  await expectToHear(earOf(page));
  await callBar(page, b.logon).getByRole('button', { name: 'Retrieve' }).click();
  await expect(softphone(page)).toContainText('On hold');
  await expectToHear(target.ear, 'agent');
  await page.getByRole('button', { name: 'End Call' }).click();
  await expectToHear(target.ear);
  await expect(softphone(page)).toContainText('Talking');
});

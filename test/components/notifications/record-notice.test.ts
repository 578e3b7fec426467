import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/notifications/record-notice.ts';
import type { RecordNotice } from '../../../src/components/notifications/record-notice.ts';
import type { UnsentRecord } from '../../../src/model/contact/consultation-record.ts';
import { deepHas, deepQuery, deskFixture, press } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleUnsentRecord } from '../samples.ts';

const TEMPLATE = html`<backchannel-record-notice></backchannel-record-notice>`;
const told = (record: UnsentRecord): UnsentRecord => ({
  ...record,
  ...(record.refusal ? { refusal: { ...record.refusal, isTold: true } } : {}),
});

async function notice(...records: readonly UnsentRecord[]) {
  const desk = await deskFixture<RecordNotice>(TEMPLATE);
  desk.workspace.push('unsent-records', records);
  await rendered();
  return desk;
}

describe('backchannel-record-notice', () => {
  itKeepsTheElementContract(
    'backchannel-record-notice',
    () => TEMPLATE,
    ({ workspace }) => workspace.push('unsent-records', [sampleUnsentRecord()]),
  );

  it('says which consultation it is, why it was refused and what to do, and reports that the agent was told', async () => {
    const { element, workspace } = await notice(sampleUnsentRecord());
    expect(deepQuery(element, '.consequence').textContent).to.contain(
      'Maria Lindqvist, 23 Nov 2026, 14:02, with Bill Martin. The record is larger than the contact service takes. Export it',
    );
    expect(workspace.inputsOf('noteRefusalsTold')).to.have.lengthOf(1);
  });

  it('stays when the host knows that it was told, and disappears with the record', async () => {
    const { element, workspace } = await notice(sampleUnsentRecord());
    workspace.push('unsent-records', [told(sampleUnsentRecord())]);
    await rendered();
    expect(deepHas(element, '.notification')).to.be.true;
    workspace.push('unsent-records', []);
    await rendered();
    expect(deepHas(element, '.notification')).to.be.false;
  });

  it('doesn’t repeat what was told in another view, or before a reload', async () => {
    const { element, workspace } = await notice(
      told(sampleUnsentRecord()),
      sampleUnsentRecord({ sessionId: 's2', refusal: undefined, problem: 'busy' }),
    );
    expect(deepHas(element, '.notification')).to.be.false;
    expect(workspace.inputsOf('noteRefusalsTold')).to.be.empty;
  });

  it('counts several', async () => {
    const { element } = await notice(sampleUnsentRecord(), sampleUnsentRecord({ sessionId: 's2' }));
    expect(deepQuery(element, 'h2').textContent).to.equal('The contact service refused the records of 2 consultations');
  });

  it('is dismissed by its button and by Escape, and opens the list', async () => {
    const { element, workspace } = await notice(sampleUnsentRecord());
    deepQuery(element, '[aria-label="Dismiss"]').click();
    await rendered();
    expect(deepHas(element, '.notification')).to.be.false;
    workspace.push('unsent-records', [sampleUnsentRecord({ sessionId: 's2' })]);
    await rendered();
    press(deepQuery(element, '.primary'), 'Escape');
    await rendered();
    expect(deepHas(element, '.notification')).to.be.false;
    workspace.push('unsent-records', [sampleUnsentRecord({ sessionId: 's3' })]);
    await rendered();
    let opened = 0;
    element.openRecords = () => (opened += 1);
    deepQuery(element, '.primary').click();
    expect(opened).to.equal(1);
  });
});

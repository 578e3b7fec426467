import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { exportedRecord } from '../../src/background/contacts/reading/record-views.ts';
import type { RecordExport } from '../../src/model/contact/consultation-record.ts';
import { readContract } from './contract.ts';

const at = (time: string) => Date.parse(`2026-11-23T13:${time}.000Z`);

const EXPORT: RecordExport = {
  format: 'backchannel-consultation-records',
  version: 1,
  exportedAt: new Date(at('10:00')).toISOString(),
  agent: 'anna@support.example',
  records: [
    exportedRecord(
      {
        sessionId: '0b2a4c1e-7a53-4d55-9f0e-3f6f5f0d9a11',
        contactId: 'c1001',
        contactName: 'Maria Lindqvist',
        peer: 'ben@support.example',
        createdAt: at('02:00'),
        caseData: [],
        isOver: true,
        isGrantDone: true,
        isRefused: true,
        refusal: { reason: 'not-permitted', at: at('08:00'), status: 403, detail: "Only the contact's team may do this.", isTold: true },
        finished: {
          medium: 'im',
          subject: 'Is invoice 20931 a duplicate?',
          startedAt: at('02:00'),
          endedAt: at('07:00'),
          status: 'done',
          outcome: 'Consulted',
          caseData: [{ key: 'Topic', type: 'text', value: 'Invoice' }],
          transcript: [{ at: at('02:10'), author: 'Anna Adams', text: 'Is it a duplicate?' }],
        },
      },
      at('10:00'),
    ),
  ],
};

describe("records of consultations that the contact service didn't take", () => {
  test('are exported as docs/consultation-records.md shows', async () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(await readFile('docs/consultation-records.md', 'utf8')) ?? [];
    assert.deepEqual(JSON.parse(example), EXPORT);
  });

  test('can be sent to the contact service unchanged', async () => {
    const contract = await readContract('docs/contact-service.openapi.yaml');
    for (const { contactId, interactionId, interaction } of EXPORT.records)
      assert.ok(contract.takesBody('put', `/contacts/${contactId}/interactions/${interactionId}`, interaction));
  });
});

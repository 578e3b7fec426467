import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStatus } from '../../src/background/xmpp/presence-status.ts';

test('a reason for being away neither moves nor hides the text beside it', () => {
  assert.deepEqual(readStatus({ show: 'away', status: 'Lun\u00ADch\u202E\n\u2067ydaer\u{E0041}' }), {
    availability: 'not-ready',
    reason: 'Lunch ydaer',
  });
  assert.deepEqual(readStatus({ show: 'away', status: '\u3164\u200B\u2800' }), { availability: 'not-ready' });
  assert.ok((readStatus({ show: 'away', status: 'x'.repeat(5_000) }).reason ?? '').length <= 100);
});

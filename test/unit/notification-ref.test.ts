import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LOCKED, notificationIdOf, type NotificationRef, notificationRefOf } from '../../src/extension/notifications/notification-ref.ts';

describe('The id of a desktop notification', () => {
  it('tells a background that has just been started what the notification is about', () => {
    const refs: readonly NotificationRef[] = [
      { about: 'invitation', id: 'one' },
      { about: 'message', id: 'one' },
      { about: 'outcome', id: 'one with spaces' },
      { about: 'call', id: 'one' },
      { about: 'call-outcome', id: 'one' },
      LOCKED,
    ];
    for (const ref of refs) assert.deepEqual(notificationRefOf(notificationIdOf(ref)), ref);
    assert.equal(new Set(refs.map(notificationIdOf)).size, refs.length);
  });

  it("is nothing of ours if another version's background has made it", () => {
    for (const id of ['', 'invitation', 'chat one', 'locked else', 'calls one']) assert.equal(notificationRefOf(id), undefined);
  });
});

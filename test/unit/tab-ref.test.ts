import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tabOfCall } from '../../src/model/desk/tab-of-call.ts';
import { isSameTab, neighbourOf, tabKeyOf, tabOfSession, type TabRef, tabRefOf } from '../../src/model/desk/tab-ref.ts';

const SESSION = tabOfSession('one');
const INTERACTION: TabRef = { of: 'interaction', id: 'one' };
const OTHER = tabOfSession('other');

describe('A tab of the Interaction window', () => {
  it('of an IM session is another one than that of an interaction with the same id', () => {
    assert.equal(isSameTab(SESSION, tabOfSession('one')), true);
    assert.equal(isSameTab(SESSION, INTERACTION), false);
    assert.notEqual(tabKeyOf(SESSION), tabKeyOf(INTERACTION));
    assert.equal(isSameTab(undefined, undefined), true);
    assert.equal(isSameTab(SESSION, undefined), false);
  });

  it("belongs to a contact's call by the interaction that the call is, and to a colleague's by the session beside it", () => {
    assert.deepEqual(tabOfCall({ id: 'c1', party: { kind: 'contact' } }), { of: 'interaction', id: 'call-c1' });
    assert.deepEqual(tabOfCall({ id: 'c1', party: { kind: 'colleague', sessionId: 's1' } }), { of: 'session', id: 's1' });
  });

  it('is named without what it shows', () => {
    assert.deepEqual(tabRefOf({ ...SESSION, ...{ session: { peerName: 'Dana Ortiz' } } }), SESSION);
  });

  it('that is gone leaves its place to the next tab, or else to the one before, or else to the newest', () => {
    assert.equal(neighbourOf(SESSION, [OTHER, SESSION, INTERACTION], [OTHER, INTERACTION]), INTERACTION);
    assert.equal(neighbourOf(SESSION, [OTHER, SESSION], [INTERACTION, OTHER]), OTHER);
    assert.equal(neighbourOf(SESSION, [SESSION], [INTERACTION, OTHER]), OTHER);
    assert.equal(neighbourOf(SESSION, [SESSION], []), undefined);
  });
});

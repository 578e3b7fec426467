import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { COMMANDS } from '../../src/channel/contract.ts';
import { asInForce, isUseWithdrawn, NO_POLICY, settingsInForce } from '../../src/model/policy.ts';
import { UNSET_SETTINGS } from '../../src/model/settings.ts';

describe('a shared computer', () => {
  it('counts as one unless the page clearly says that it isn’t', () => {
    const said = (isShared: unknown) => v.parse(COMMANDS.setSharedComputer, { isShared }).isShared;
    assert.deepEqual([true, 'false', 0, null, {}, false].map(said), [true, true, true, true, true, false]);
  });

  it('keeps nobody signed in and has no text in desktop notifications, whatever else was set', () => {
    const policy = asInForce({
      ...NO_POLICY,
      isSharedComputer: true,
      isKeepingAllowed: true,
      settings: { isTextOnDesktop: true, theme: 'dark' },
    });
    assert.equal(policy.isKeepingAllowed, false);
    assert.deepEqual(policy.settings, { isTextOnDesktop: false, theme: 'dark' });
  });

  it('locks the desk after five minutes unless the agent or the policy has chosen otherwise', () => {
    const minutes = (own: { lockAfterMinutes?: number }, settings = {}, isSharedComputer = true) =>
      settingsInForce({ ...UNSET_SETTINGS, ...own }, { ...NO_POLICY, isSharedComputer, settings }).lockAfterMinutes;
    assert.deepEqual(
      [minutes({}), minutes({}, {}, false), minutes({ lockAfterMinutes: 0 }), minutes({ lockAfterMinutes: 0 }, { lockAfterMinutes: 10 })],
      [5, 0, 0, 10],
    );
  });

  it('keeps what was stored if it is not certain that the agent may not use internal IM', () => {
    const barred = { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canUse: false } };
    assert.equal(isUseWithdrawn(barred), true);
    assert.equal(isUseWithdrawn({ ...barred, problems: [{ key: 'canUse', expected: 'boolean' }] }), false);
    assert.equal(isUseWithdrawn({ ...barred, problems: [{ key: 'policy', expected: 'values' }] }), false);
    assert.equal(isUseWithdrawn(NO_POLICY), false);
  });
});

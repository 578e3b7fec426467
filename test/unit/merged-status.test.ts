import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentStatus, Availability } from '../../src/model/agent.ts';
import { type DeviceStatus, mergedStatus } from '../../src/model/merged-status.ts';

/** A device that shows this, as chosen at this time, if it says so. */
function device(availability: Availability, chosenAt?: number, isSilent = false): DeviceStatus {
  return { status: { availability }, chosenAt, isSilent };
}

function shown(devices: readonly DeviceStatus[], loggedOffAt?: number): AgentStatus {
  return mergedStatus(devices, loggedOffAt);
}

test('of several devices the most reachable counts', () => {
  assert.equal(shown([device('not-ready'), device('ready')]).availability, 'ready');
});

test('Do Not Disturb on one device isn’t hidden by another that is ready', () => {
  assert.equal(shown([device('ready'), device('do-not-disturb')]).availability, 'do-not-disturb');
});

test('what the agent chose last counts, so that a dead browser doesn’t go on saying what was chosen before', () => {
  assert.equal(shown([device('ready', 1), device('not-ready', 2)]).availability, 'not-ready');
  assert.equal(shown([device('do-not-disturb', 1), device('ready', 2)]).availability, 'ready');
});

test('an agent who chose Logged off is logged off, though a dead browser of theirs is still there', () => {
  assert.equal(shown([device('ready', 1)], 2).availability, 'logged-off');
  assert.equal(shown([device('ready', 3)], 2).availability, 'ready');
  assert.equal(shown([device('ready')], 2).availability, 'ready', 'another program doesn’t say when it was chosen');
});

test('an agent whose devices don’t answer is reconnecting', () => {
  assert.equal(shown([device('ready', 1, true)]).availability, 'reconnecting');
  assert.equal(shown([device('ready', 1, true), device('not-ready')]).availability, 'not-ready');
  assert.equal(shown([device('ready', 1), device('do-not-disturb', 2, true)]).availability, 'reconnecting');
});

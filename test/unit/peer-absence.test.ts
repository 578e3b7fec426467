import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PeerAbsence } from '../../src/background/directory/peer-absence.ts';

const PEER = 'bob@localhost';

describe('a peer who is logged off', () => {
  it('has left after two minutes', () => {
    const absence = new PeerAbsence();
    absence.note(PEER, true, 1_000);
    assert.equal(absence.leavesAt(PEER), 121_000);
  });

  it('counts from the first report, however often it is reported', () => {
    const absence = new PeerAbsence();
    absence.note(PEER, true, 1_000);
    absence.note(PEER, true, 60_000);
    assert.equal(absence.leavesAt(PEER), 121_000);
  });

  it('has not left if they are back by then, as after a restart', () => {
    const absence = new PeerAbsence();
    absence.note(PEER, true, 1_000);
    absence.note(PEER, false, 100_000);
    assert.equal(absence.leavesAt(PEER), undefined);
    absence.note(PEER, true, 110_000);
    assert.equal(absence.leavesAt(PEER), 230_000);
  });
});

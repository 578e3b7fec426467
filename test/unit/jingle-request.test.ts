import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorOf, isAcceptable } from '../../src/media-host/jingle-request.ts';

const SOUND = {
  application: { applicationType: 'urn:xmpp:jingle:apps:rtp:1', media: 'audio' },
  transport: { transportType: 'urn:xmpp:jingle:transports:ice-udp:1', fingerprints: [{ value: 'AB:CD' }] },
};
const offer = (...contents: readonly object[]) => ({ action: 'session-initiate', sid: 'c1', contents });

describe("A peer's Jingle request", () => {
  it('is worked on if it offers one sound that is encrypted', () => {
    assert.equal(isAcceptable(offer(SOUND)), true);
    assert.equal(isAcceptable({ ...offer(SOUND), action: 'session-accept' }), true);
    assert.equal(isAcceptable({ action: 'session-info', sid: 'c1' }), true);
  });

  it('is refused if it offers something else, or more, or without a fingerprint', () => {
    assert.equal(isAcceptable(offer()), false);
    assert.equal(isAcceptable(offer(SOUND, SOUND)), false);
    assert.equal(isAcceptable(offer({ ...SOUND, application: { ...SOUND.application, media: 'video' } })), false);
    assert.equal(isAcceptable(offer({ ...SOUND, transport: { ...SOUND.transport, fingerprints: [] } })), false);
    assert.equal(isAcceptable(offer({ ...SOUND, transport: undefined })), false);
  });

  it('is refused if a text in it could break a line of the SDP, or if there is too much of it', () => {
    const withName = (name: unknown) => ({ action: 'transport-info', sid: 'c1', contents: [{ name }] });
    assert.equal(isAcceptable(withName('audio')), true);
    assert.equal(isAcceptable(withName('audio\r\na=sendonly')), false);
    assert.equal(isAcceptable(withName('a'.repeat(3_000))), false);
    assert.equal(isAcceptable(withName(Array.from({ length: 300 }, () => 'a'))), false);
  });
});

describe("A peer's answer", () => {
  it('tells StanzaJS only of the Jingle errors that there are', () => {
    assert.equal(errorOf({}), undefined);
    const condition = 'undefined-condition';
    assert.deepEqual(errorOf({ error: { condition: 'conflict', jingleError: 'tie-break' } }), { condition, jingleError: 'tie-break' });
    assert.deepEqual(errorOf({ error: { condition: 'whatever', jingleError: 'whatever' } }), { condition });
  });
});

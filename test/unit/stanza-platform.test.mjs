import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import * as stock from 'stanza/lib/stringprep/index.js';
import { createHash as slimHash } from '../../build/stanza-hash.js';
import { Buffer as SlimBuffer } from '../../build/stanza-platform.js';
import * as slim from '../../build/stanza-stringprep.js';

const TEXTS = ['', 'a', 'Zoë 🦊', '\uFEFFbyte order mark', '\u0000\u007f', 'x'.repeat(1000), '\uD800 alone'];

describe("StanzaJS's platform in a browser", () => {
  it("turns text into bytes and back as Node's Buffer does", () => {
    for (const text of TEXTS) {
      for (const encoding of /** @type {const} */ (['utf8', 'base64', 'hex'])) {
        const written = Buffer.from(text).toString(encoding);
        assert.equal(SlimBuffer.from(text).toString(encoding), written);
        assert.equal(SlimBuffer.from(written, encoding).toString('hex'), Buffer.from(written, encoding).toString('hex'));
      }
    }
  });

  it('reads base64 with white space, without padding and in its URL form', () => {
    for (const text of ['aGVs\nbG8=', 'aGVsbG8', '-_-_', ''])
      assert.deepEqual([...SlimBuffer.from(text, 'base64')], [...Buffer.from(text, 'base64')]);
  });

  it('compares and joins', () => {
    const [one, two] = [SlimBuffer.from([1, 2]), SlimBuffer.from([1, 3])];
    assert.equal(SlimBuffer.compare(one, two), -1);
    assert.equal(two.compare(one), 1);
    assert.equal(SlimBuffer.compare(one, SlimBuffer.from([1, 2])), 0);
    assert.equal(SlimBuffer.compare(one, SlimBuffer.from([1])), 1);
    assert.deepEqual([...SlimBuffer.concat([one, two, SlimBuffer.alloc(1)])], [1, 2, 1, 3, 0]);
  });

  it('hashes as Node’s crypto does, and supports no retired algorithm', () => {
    for (const text of TEXTS) {
      assert.equal(slimHash('SHA-1').update(text).digest('base64'), createHash('sha1').update(text).digest('base64'));
      assert.equal(slimHash('sha-256').update(text).digest('base64'), createHash('sha256').update(text).digest('base64'));
    }

    assert.throws(() => slimHash('md5'), /md5/);
  });
});

describe("StanzaJS's string preparation in a browser", () => {
  it('gives what the tables of RFC 3454 give for names that people have', () => {
    for (const name of [
      'alice',
      'Alice',
      'ÉLODIE',
      'İstanbul',
      'Ωmega',
      'ﬁsh',
      'Ⅳ',
      'soft\u00ADhyphen',
      '北京',
      'ａｂｃ',
      'мария',
      '𝒜lice',
    ]) {
      assert.equal(slim.nodeprep(name), stock.nodeprep(name), name);
      assert.equal(slim.nameprep(name), stock.nameprep(name), name);
      assert.equal(slim.resourceprep(name), stock.resourceprep(name), name);
    }
  });

  it('prepares passwords as RFC 4013 says', () => {
    // These are the examples of its section 3, and one with a space that isn't ASCII.
    for (const [given, wanted] of [
      ['I\u00ADX', 'IX'],
      ['user', 'user'],
      ['USER', 'USER'],
      ['\u00AA', 'a'],
      ['\u2168', 'IX'],
      ['a\u00A0b', 'a b'],
    ]) {
      assert.equal(slim.saslprep(given), wanted);
      assert.equal(stock.saslprep(given), wanted);
    }
  });

  it('takes an absent text for an empty one', () => {
    assert.equal(slim.saslprep(undefined), '');
    assert.equal(slim.nodeprep(undefined), '');
  });
});

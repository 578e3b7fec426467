import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cutText } from '../../src/model/text/cut-text.ts';

describe('A text that is cut', () => {
  test('ends between two characters as a reader sees them', () => {
    for (const character of ['👩‍💻', '👨‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'e\u0323\u0301', '한', '4️⃣', '\r\n']) {
      for (let length = 3; length <= 3 + character.length; length += 1)
        assert.equal(cutText(`abc${character}d`, length), length < 3 + character.length ? 'abc' : `abc${character}`, character);
    }

    const flags = '🇩🇪'.repeat(40);
    for (const length of [100, 101, 102, 103]) assert.equal(cutText(flags, length), '🇩🇪'.repeat(25));
  });

  test('is whole where it fits, and never longer than allowed', () => {
    assert.equal(cutText('abc', 3), 'abc');
    assert.equal(cutText('', 3), '');
    assert.equal(cutText('abc', 0), '');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(60), (text, length) => {
        const cut = cutText(text, length);
        assert.ok(cut.length <= length && text.startsWith(cut));
        assert.ok(cut === text || !/[\uD800-\uDBFF]$/.test(cut) || /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(text));
      }),
      { seed: 1 },
    );
  });

  test('is cut all the same where its marks have no end', () => {
    assert.equal(cutText(`e${'\u0301'.repeat(100_000)}`, 1_000).length, 1_000);
  });
});

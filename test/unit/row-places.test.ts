import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { RowPlaces } from '../../src/components/team-communicator/row-places.ts';

describe('the places of rows', () => {
  let areReused: boolean;
  let places: RowPlaces;

  beforeEach(() => {
    areReused = true;
    places = new RowPlaces(() => areReused);
  });

  test('are kept by rows that stay, wherever they move', () => {
    const [a, b, c] = places.assign(['a', 'b', 'c']);
    assert.deepEqual(places.assign(['c', 'a', 'b']), [c, a, b]);
  });

  test('are taken over, in their order, by rows that come', () => {
    const [a, b, c] = places.assign(['a', 'b', 'c']);
    assert.deepEqual(places.assign(['x', 'b', 'y']), [a, b, c]);
    const [, , , fourth] = places.assign(['x', 'b', 'y', 'z']);
    assert.ok(![a, b, c].includes(fourth));
  });

  test('are not taken over while something may be focused or pressed there', () => {
    const before = places.assign(['a', 'b']);
    areReused = false;
    assert.ok(!places.assign(['x', 'y']).some((place) => before.includes(place)));
  });
});

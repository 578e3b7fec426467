import assert from 'node:assert/strict';
import { it } from 'node:test';
import { contactOf, pageOf, problemOf } from './shapes.ts';
import type { Bench } from './service-under-test.ts';

/** Tests that find and read contacts. */
export function lookUpTests(bench: () => Bench): void {
  it('reads a contact, and answers 304 to a client that has it', async () => {
    const { call } = bench().service;
    const first = await call('GET', '/contacts/c1001');
    assert.equal(contactOf(first).access.by, 'team');
    const tag = first.headers.get('etag') ?? '';
    assert.equal((await call('GET', '/contacts/c1001', { headers: { 'if-none-match': tag } })).status, 304);
    assert.equal((await call('GET', '/contacts/c1001', { headers: { 'if-none-match': `"other", W/${tag}` } })).status, 304);
    assert.equal((await call('GET', '/contacts/c1001', { headers: { 'if-none-match': '"other"' } })).status, 200);
    assert.equal(first.headers.get('cache-control'), 'no-store');
  });

  it('finds a contact by its number, however that is written', async () => {
    const { call } = bench().service;
    const contact = contactOf(await call('GET', '/contacts/c1003'));
    const number = contact.numbers[0]?.value ?? '';
    const national = `0${number.replace(/\D/g, '').slice(-9)}`;
    for (const written of [number, national.replace(/(\d{3})/g, '$1-'), `(${national})`]) {
      const { items } = pageOf(await call('GET', `/contacts?number=${encodeURIComponent(written)}`));
      assert.ok(
        items.some(({ id }) => id === 'c1003'),
        written,
      );
    }
  });

  it('finds contacts by the beginnings of their words, in any script, without accents', async () => {
    const { call } = bench().service;
    for (let index = 1; index <= 60; index += 7) {
      const contact = contactOf(await call('GET', `/contacts/c${1000 + index}`, { as: 'pia' }));
      const typed = contact.name.toUpperCase().slice(0, -1);
      const plain = contact.name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
      for (const name of [typed, plain, contact.emails[0]?.split('@')[0] ?? '']) {
        const { items } = pageOf(await call('GET', `/contacts?limit=100&name=${encodeURIComponent(name)}`, { as: 'pia' }));
        assert.ok(
          items.some(({ id }) => id === contact.id),
          `${name} of ${contact.name}`,
        );
      }
    }
    assert.deepEqual(pageOf(await call('GET', '/contacts?name=%3F%3F')).items, []);
  });

  it('pages through what it finds, and gives each contact once', async () => {
    const { call } = bench().service;
    const whole = pageOf(await call('GET', '/contacts?name=mail&limit=100', { as: 'pia' })).items.map(({ id }) => id);
    assert.equal(whole.length, 60);
    const paged: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const page = pageOf(await call('GET', `/contacts?name=mail&limit=7${next && `&cursor=${next}`}`, { as: 'pia' }));
      paged.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    assert.deepEqual(paged, whole);
  });

  it('finds only contacts of the agent’s teams', async () => {
    const { call } = bench().service;
    const idsOf = async (as: 'nora' | 'omar' | 'quinn') =>
      pageOf(await call('GET', '/contacts?name=mail&limit=100', { as })).items.map(({ id }) => Number(id.slice(1)) % 2);
    assert.deepEqual([...new Set(await idsOf('nora'))], [1]);
    assert.deepEqual([...new Set(await idsOf('omar'))], [0]);
    assert.deepEqual(await idsOf('quinn'), []);
  });

  it('refuses an invalid look-up', async () => {
    const { call } = bench().service;
    for (const query of [
      '',
      '?number=',
      '?number=abc',
      '?name=',
      '?name=a&number=1',
      `?name=${'x'.repeat(201)}`,
      '?name=a&limit=0',
      '?name=a&limit=101',
      '?name=a&limit=ten',
      '?name=a&name=b',
      '?name=%00',
      '?name=a&cursor=e30.AAAA',
      '?name=a&team=Technical',
    ]) {
      const answer = await call('GET', `/contacts${query}`);
      assert.equal(problemOf(answer), 'invalid-input', query);
    }
    assert.equal((await call('GET', `/contacts/${'x'.repeat(129)}`)).status, 400);
    assert.equal((await call('GET', "/contacts/c1001'--")).status, 400);
  });
}

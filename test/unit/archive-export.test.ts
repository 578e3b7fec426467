import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { FORMATS } from '../../server/export/formats.ts';
import { type ArchivedStanza, type ExportLine, exportLines } from '../../server/export/sessions.ts';
import { entriesOf } from '../../server/export/stanza-entry.ts';

const vector = (name: string) => readFileSync(`test/fixtures/stanzas/${name}.xml`, 'utf8').trim();

async function linesOf(stanzas: readonly ArchivedStanza[]): Promise<ExportLine[]> {
  const lines: ExportLine[] = [];
  for await (const line of exportLines(
    (async function* () {
      yield* stanzas;
    })(),
  ))
    lines.push(line);
  return lines;
}

const message = (id: string, body: string, from = 'anna') =>
  `<message xmlns='jabber:client' from='${from}@x.example/desk' to='ben@x.example' type='chat' id='${id}'><thread>s1</thread><body>${body}</body></message>`;

describe('the export of an archive', () => {
  it('tells of an invitation, its first message, and the names of its case data without their values', () => {
    const entries = entriesOf(vector('propose-consultation'));
    assert.deepEqual(
      entries.map(({ type }) => type),
      ['invitation', 'message', 'case-data'],
    );
    assert.deepEqual(entries[2]?.caseDataKeys, ['Topic', 'Opened', 'Amount', 'Attempts', 'Order', 'Priority', 'Card', 'Notes']);
    const { text: _, ...rest } = entries[1] ?? {};
    for (const value of ['20931', '49.90', '4417', 'orders.example', 'Line one'])
      assert.doesNotMatch(JSON.stringify([entries[0], rest, entries[2]]), new RegExp(value));
  });

  it('tells of a call’s invitation as one, and says nothing of receipts and markers', () => {
    assert.equal(entriesOf(vector('propose-call'))[0]?.reason, 'call');
    assert.deepEqual(entriesOf(vector('displayed')), []);
  });

  it('ends each session with what it was', async () => {
    const lines = await linesOf([
      { session: 's1', at: 1_000, xml: message('m1', 'first') },
      { session: 's1', at: 2_000, xml: message('m2', 'second', 'ben') },
      { session: 's1', at: 2_000, xml: message('m2', 'second', 'ben') },
      { session: 's2', at: 5_000, xml: message('m3', 'other') },
    ]);
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['message', 'message', 'session', 'message', 'session', 'end'],
    );
    assert.deepEqual(lines[2], {
      type: 'session',
      session: 's1',
      participants: ['anna@x.example', 'ben@x.example'],
      firstAt: '1970-01-01T00:00:01.000Z',
      lastAt: '1970-01-01T00:00:02.000Z',
      messages: 2,
      caseDataKeys: [],
    });
  });

  it('ends with how much there was, and has no end when the archive can’t be read to its own', async () => {
    const stanzas = [
      { session: 's1', at: 1_000, xml: message('m1', 'first') },
      { session: 's2', at: 5_000, xml: message('m3', 'other') },
    ];
    assert.deepEqual((await linesOf(stanzas)).at(-1), { type: 'end', sessions: 2, messages: 2 });
    assert.deepEqual(await linesOf([]), [{ type: 'end', sessions: 0, messages: 0 }]);
    const lines: string[] = [];
    await assert.rejects(async () => {
      const broken = async function* () {
        yield* stanzas;
        throw new Error('The connection to the database is lost.');
      };
      for await (const { type } of exportLines(broken())) lines.push(type);
    });
    assert.deepEqual(lines, ['message', 'session', 'message']);
  });

  it('names a stanza that it can’t read, and goes on', async () => {
    const lines = await linesOf([
      { session: 's1', at: 1_000, xml: '<message><broken' },
      { session: 's1', at: 2_000, xml: message('m1', 'after it') },
    ]);
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['unreadable', 'message', 'session', 'end'],
    );
  });

  it('gives a spreadsheet no formula that somebody has written', () => {
    const line: ExportLine = { type: 'message', session: 's1', at: 't', from: 'a', to: 'b', text: '=HYPERLINK("http://x","y")' };
    assert.match(FORMATS.csv.line(line), /,"'=HYPERLINK\(""http:\/\/x"",""y""\)",/);
    assert.equal(FORMATS.csv.line(line).split('\r\n').length, 2);
    assert.deepEqual(JSON.parse(FORMATS.jsonl.line(line)), line);
  });
});

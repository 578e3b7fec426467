import { expect } from '@open-wc/testing';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

const TARGETS = 5_000;
/** The rows that the Team Communicator shows, and a few more. */
const ROWS = 40;
const LIST = { kind: 'targets', search: '', filter: 'agents', first: 0, count: ROWS } as const;
const MOST_BYTES = 1_024;

describe('an agent’s presence, where the directory has 5,000 agents', () => {
  let server: ServerEnd;
  let anna: Desk;
  const written: number[] = [];
  const put = IDBObjectStore.prototype.put;

  before(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    for (let n = 0; n < TARGETS; n += 1) server.addAccount(`agent${String(n).padStart(4, '0')}`);
    anna = await new Desk(server, 'anna').signIn();
    for (let n = 0; n < TARGETS; n += 1) shows(n);
    await anna.untilSlice(
      { ...LIST, first: TARGETS - 1 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.status.availability === 'ready'),
      'everybody is there',
    );
    await server.streamOf('anna').settled();
    IDBObjectStore.prototype.put = function (...args: [unknown, IDBValidKey?]) {
      written.push(JSON.stringify(args[0]).length);
      return put.apply(this, args);
    };
  });

  after(async () => {
    IDBObjectStore.prototype.put = put;
    await anna.leave();
    server.close();
  });

  function shows(n: number, show = ''): void {
    const from = `agent${String(n).padStart(4, '0')}@${server.domain}/desk`;
    server.deliver(`<presence xmlns="jabber:client" to="${anna.jid}" from="${from}">${show}</presence>`);
  }

  it('writes no more than itself when it changes, however often', async () => {
    written.length = 0;
    for (let n = 0; n < 20; n += 1) {
      shows(n, '<show>away</show><status>Lunch</status>');
      await server.streamOf('anna').settled();
    }
    const bytes = written.reduce((sum, one) => sum + one, 0);
    expect(bytes / 20).to.be.within(1, MOST_BYTES);
  });

  it('is told to a view whose rows show the agent, and to no other', async () => {
    const heard: string[] = [];
    const view = anna.openView(heard);
    let first = '';
    const others = [{ kind: 'overview' }, { kind: 'history', search: '', filter: 'all', first: 0, count: 10 }] as const;
    const answered = new Set<string>();
    for (const query of others) view.subscribe(query, () => answered.add(query.kind));
    view.subscribe(LIST, ({ rows }) => (first = JSON.stringify(rows[0])));
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve));
    };
    await until(() => first !== '' && answered.size === others.length);
    await server.streamOf('anna').settled();
    const before = heard.length;
    for (let n = ROWS; n < ROWS + 100; n += 1) shows(n, '<show>dnd</show>');
    await server.streamOf('anna').settled();
    shows(0, '<show>dnd</show>');
    await until(() => first.includes('do-not-disturb'));
    expect(heard.length - before).to.equal(1);
    view.close();
  });
});

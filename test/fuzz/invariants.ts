import type { Query, QueryOf, Slices } from '../../src/channel/contract.ts';
import type { Desk } from '../host/desk.ts';
import type { ServerStream } from '../host/server-stream.ts';
import { Fault, inTime, PATIENCE_MS } from './patience.ts';

/** Checks that the next stanza is processed, and that acknowledgements equal the server's count. @throws Fault */
export async function checkHearing(stream: ServerStream): Promise<void> {
  const { line } = stream;
  const answer = stream.ask('<ping xmlns="urn:xmpp:ping"/>');
  await inTime(Promise.race([answer, new Promise<void>((resolve) => line.whenClosed(resolve))]), 'the next stanza was heard');
  if (!line.isOpen) throw new Fault('The host ended its connection');
  await inTime(stream.settled(), 'what was sent was acknowledged');
  const [miscount] = stream.miscounts;
  if (miscount !== undefined) throw new Fault(`The host miscounts: ${miscount}`);
}

/**
 * Checks that a new view is told the whole state. @param look is given every slice @param sessionId a session that goes on and has messages, if any
 * @throws Fault
 */
export async function checkNewView(desk: Desk, look: (kind: string, slice: unknown) => void, sessionId?: string): Promise<void> {
  const view = desk.openView();
  const told = async <K extends Query['kind']>(query: QueryOf<K>): Promise<Slices[K]> => {
    const slice = await inTime(new Promise<Slices[K]>((resolve) => view.subscribe(query, resolve)), `a new view had its ${query.kind}`);
    look(query.kind, slice);
    return slice;
  };
  const all = { search: '', filter: 'all', first: 0, count: 200 } as const;
  const [overview, account] = await Promise.all([
    told({ kind: 'overview' }),
    told({ kind: 'account' }),
    told({ kind: 'targets', ...all }),
    told({ kind: 'history', ...all }),
  ]);
  // When an answer fails, the view is told an empty state instead.
  if (overview.me?.jid !== desk.jid || overview.connection.status !== 'connected')
    throw new Fault(`A new view was told nothing of the agent: ${JSON.stringify(overview).slice(0, 300)}`);
  if (account.sessions === 0) throw new Fault('A new view was told that nothing is stored');
  if (sessionId !== undefined) {
    if (!overview.sessions.some(({ id, state }) => id === sessionId && state.status === 'connected'))
      throw new Fault('A new view was not told of the session that goes on');
    const { entries } = await told({ kind: 'transcript', sessionId, last: 100 });
    if (entries.length < 2) throw new Fault(`A new view was told ${entries.length} entries of a session with two messages`);
    const { refused } = await inTime(view.commands.saveDraft({ sessionId, text: 'x', writer: 'fuzz' }), 'a command was answered');
    if (refused) throw new Fault(`A command was refused: ${refused}`);
  }
  view.close();
}

/** Checks that no code of ours has failed. The host contains such failures, but each is a mistake in the product, whatever was sent. @throws Fault */
export async function checkFailures(desk: Desk): Promise<void> {
  const { counts } = await desk.untilSlice({ kind: 'diagnostics' }, () => true, 'diagnostics', PATIENCE_MS);
  const failures = counts.filter(({ reason }) => /failed|unstorable|not-stored/.test(reason));
  if (failures.length > 0)
    throw new Fault(`The host's own code failed: ${failures.map(({ reason, count }) => `${reason} ${count} times`).join(', ')}`);
}

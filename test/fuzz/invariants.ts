import type { Desk } from '../host/desk.ts';
import type { ServerStream } from '../host/server-stream.ts';
import { Fault, inTime } from './patience.ts';

/** The next stanza is heard, and what was sent is acknowledged as the server counts it. @throws Fault */
export async function checkHearing(stream: ServerStream): Promise<void> {
  const { line } = stream;
  const answer = stream.ask('<ping xmlns="urn:xmpp:ping"/>');
  await inTime(Promise.race([answer, new Promise<void>((resolve) => line.whenClosed(resolve))]), 'the next stanza was heard');
  if (!line.isOpen) throw new Fault('The host ended its connection');
  await inTime(stream.settled(), 'what was sent was acknowledged');
  const [miscount] = stream.miscounts;
  if (miscount !== undefined) throw new Fault(`The host miscounts: ${miscount}`);
}

/** A new view is told everything, and its command is answered. @param look takes what it is told @throws Fault */
export async function checkView(desk: Desk, sessionId: string, look: (kind: string, slice: unknown) => void): Promise<void> {
  const view = desk.openView();
  const queries = [{ kind: 'overview' }, { kind: 'targets', search: '', filter: 'all', first: 0, count: 200 }, { kind: 'history', search: '', filter: 'all', first: 0, count: 200 }, { kind: 'transcript', sessionId, last: 100 }, { kind: 'account' }] as const;
  await Promise.all(
    queries.map((query) => inTime(new Promise<void>((resolve) => view.subscribe(query, (slice) => {
      look(query.kind, slice);
      resolve();
    })), `a new view had its ${query.kind}`)), // prettier-ignore
  );
  const { refused } = await inTime(view.commands.saveDraft({ sessionId, text: 'x' }), 'a command was answered');
  if (refused) throw new Fault(`A command was refused: ${refused}`);
  view.close();
}

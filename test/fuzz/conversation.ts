import type { Desk } from '../host/desk.ts';
import type { ServerEnd } from '../host/server-end.ts';
import type { Overview } from '../../src/model/workspace.ts';
import { Fault, PATIENCE_MS } from './patience.ts';

/** Ends everything that Anna and Ben have open. */
export async function clearDesks(server: ServerEnd, anna: Desk, ben: Desk): Promise<void> {
  // Restores Ben's presence, which a stanza in his name may have changed.
  const { presence } = server.streamOf('ben');
  server.streamOf('anna').inject(presence);
  for (const desk of [anna, ben]) {
    const { commands } = desk.workspace;
    const { sessions, calls, interactions } = await desk.until(() => true, 'an overview', PATIENCE_MS);
    for (const { id, state } of calls)
      await (state.status === 'invited' ? commands.rejectCall({ callId: id }) : commands.endCall({ callId: id }));
    for (const { id } of interactions) await commands.abandonInteraction({ id });
    for (const { id, state } of sessions) {
      if (state.status === 'invited') await commands.reject({ sessionId: id });
      if (state.status === 'inviting') await commands.cancelInvitation({ sessionId: id });
      if (state.status === 'connected') await commands.endSession({ sessionId: id });
      await commands.markDone({ sessionId: id });
    }
  }
  // A stanza in Anna's own name may have changed her status, as another browser of hers can.
  await anna.workspace.commands.setStatus({ availability: 'ready' });
  const everybody = { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 } as const;
  await ben.untilSlice(
    everybody,
    ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === anna.jid && row.status.availability === 'ready'),
    'Ben sees Anna as ready',
    PATIENCE_MS,
  );
}

/** Ben invites Anna, who accepts; each sends a message that the other sees. @returns the session's id */
export async function talk(anna: Desk, ben: Desk): Promise<string> {
  const sessionId = crypto.randomUUID();
  const invited = await ben.workspace.commands.invite({ sessionId, target: anna.jid });
  if (invited.refused) throw new Fault(`Ben may not invite Anna: ${invited.refused}`);
  const isIt = (status: string) => (overview: Overview) =>
    overview.sessions.some(({ id, state }) => id === sessionId && state.status === status);
  await anna.until(isIt('invited'), 'Anna is invited by Ben', PATIENCE_MS);
  await anna.workspace.commands.accept({ sessionId });
  await Promise.all([
    anna.until(isIt('connected'), 'Anna is connected with Ben', PATIENCE_MS),
    ben.until(isIt('connected'), 'Ben is connected with Anna', PATIENCE_MS),
  ]);
  await ben.workspace.commands.send({ sessionId, messageId: `b-${sessionId}`, body: 'Is it a duplicate?' });
  await anna.messages(sessionId, 1, PATIENCE_MS);
  await anna.workspace.commands.send({ sessionId, messageId: `a-${sessionId}`, body: 'Looking.' });
  await ben.messages(sessionId, 2, PATIENCE_MS);
  return sessionId;
}

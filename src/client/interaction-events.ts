import { toldEvent } from '../channel/told-events.ts';
import type { Workspace } from '../channel/workspace.ts';
import type { KeptInteractionEvent, ToldInteractionEvent } from '../model/desk/interaction-event.ts';

export type InteractionEventHandler = (event: ToldInteractionEvent) => void | Promise<void>;

/**
 * Tells what becomes of the interactions of one origin, one event after the other, the oldest first, until the handler has taken each.
 * @param origin Undefined for the one page that there is
 */
export function followInteractionEvents(
  workspace: Workspace,
  origin: string | undefined,
  handler: InteractionEventHandler,
  untilEnd: AbortSignal,
): void {
  if (untilEnd.aborted) return;
  const told = new Set<string>();
  let turn = Promise.resolve();
  const tell = async (event: KeptInteractionEvent): Promise<boolean> => {
    const known = await toldEvent(workspace, event);
    if (!known) return false;
    await handler(known);
    await workspace.commands.takeInteractionEvents({ eventIds: [event.eventId] });
    return true;
  };
  const stop = workspace.subscribe({ kind: 'interaction-events' }, (events) => {
    for (const event of events) {
      if (event.origin !== origin || told.has(event.eventId)) continue;
      told.add(event.eventId);
      turn = turn.then(async () => void ((await tell(event)) || told.delete(event.eventId))).catch(reportError);
    }
  });
  untilEnd.addEventListener('abort', stop);
}

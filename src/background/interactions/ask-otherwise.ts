import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import type { SessionId } from '../../model/ids.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import { MOST_LEFT_TO } from '../../model/session/group-asking.ts';
import type { LocalInput } from '../../model/session/session-machine.ts';
import type { MessageContent } from '../../model/signal.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import { maskCardNumbers } from '../../model/text/card-numbers.ts';
import type { Reach } from '../directory/reach.ts';
import type { TargetDirectory } from '../directory/target-directory.ts';
import { askElse, type AskElseDesk } from './ask-else.ts';

export interface AskOtherwiseDesk extends AskElseDesk {
  readonly reach: AskElseDesk['reach'] & Pick<Reach, 'exclusion'>;
  readonly directory: TargetDirectory;
  readonly policy: Pick<Policy, 'cardNumbersInMessages'>;
}

type Given = CommandArgument<'waitInLine'>;

/** *Wait in Line*: asks the group of a session as soon as somebody in it is ready. */
export function waitInLine(desk: AskOtherwiseDesk, given: Given): Promise<CommandResult> {
  return again(desk, given, (message) => Promise.resolve({ type: 'wait-in-line', message }));
}

/** *Write to All*: leaves what was asked for every member of the group, as pending. */
export function leaveForAll(desk: AskOtherwiseDesk, given: Given): Promise<CommandResult> {
  return again(desk, given, async (message, group) => ({ type: 'ask', message, members: await membersOf(group, desk), as: 'pending' }));
}

/** Has the group of a session asked in another way: in that session where nobody was asked in it yet, or else in a new one. */
async function again(
  desk: AskOtherwiseDesk,
  { sessionId, from, messageId }: Given,
  how: (message: MessageContent, group: GroupRef) => Promise<LocalInput>,
): Promise<CommandResult> {
  const { im, policy } = desk;
  const session = im.get(from);
  if (!session) return { refused: 'unknown-session' };
  const { group, state } = session;
  if (!group) return { refused: 'not-possible-now' };
  // The command was given twice, and has done its work.
  if (state.status === 'inviting') return { sessionId: from };
  const opened: CommandResult =
    state.status === 'not-connected' ? { sessionId: from } : await askElse(desk, { sessionId, from, to: group }, noAgent);
  if (opened.refused || opened.sessionId === undefined) return opened;
  const id: SessionId = opened.sessionId;
  if (im.get(id)?.state.status !== 'not-connected') return { sessionId: id };
  const { text } = await im.drafts.get(id);
  const body = maskCardNumbers(text);
  const isMasked = body !== text;
  if (isMasked && policy.cardNumbersInMessages !== 'mask') return { refused: 'card-number' };
  const input = await how({ id: messageId, body }, group);
  if (input.type === 'ask' && input.members.length === 0) return { refused: 'nobody-there' };
  // The field that shows the draft takes it for another view's, and so empties itself.
  const refusal = await im.act(id, input, () => im.drafts.put(id, '', messageId));
  return refusal ?? { sessionId: id, ...(isMasked ? { isMasked } : {}) };
}

const noAgent = (): Promise<CommandResult> => Promise.resolve({ refused: 'not-possible-now' });

/** The first members of a group to whom the agent may turn, whoever is there. */
async function membersOf(group: GroupRef, { directory, reach }: AskOtherwiseDesk): Promise<readonly BareJid[]> {
  const { rows } = await directory.find(
    { search: '', filter: 'agents', membersOf: { kind: group.kind, id: group.id }, first: 0, count: MOST_LEFT_TO },
    new AbortController().signal,
  );
  return rows.flatMap((row) => (row.kind === 'agent' && !reach.exclusion(row.jid) ? [row.jid] : []));
}

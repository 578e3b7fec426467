import type { CommandName } from '../channel/contract.ts';
import type { Overview } from '../model/workspace.ts';
import type { HookName, Hooks } from './backchannel-client.ts';

/* Which commands a page's hooks are asked about, and what they are told. */

/** Which command waits for which hook. */
export const HOOKS: Partial<Record<CommandName, HookName>> = {
  invite: 'invite',
  consult: 'invite',
  askGroup: 'invite',
  askElse: 'invite',
  call: 'invite',
  callGroup: 'invite',
  consultByVoice: 'invite',
  waitInLine: 'invite',
  leaveForAll: 'invite',
  accept: 'accept',
  acceptCall: 'accept',
  send: 'send',
  endSession: 'end',
  endCall: 'end',
};
/** What has a group asked in another way. It sends the draft of the session `from`, where nobody was asked in that yet. */
export const ASKING_AGAIN: readonly CommandName[] = ['waitInLine', 'leaveForAll'];
/** What shares the case data of an interaction for the first time. */
export const SHARING: readonly CommandName[] = ['send', 'consultByVoice', 'callGroup', ...ASKING_AGAIN];
const BY_VOICE: readonly CommandName[] = ['call', 'callGroup', 'consultByVoice', 'acceptCall', 'endCall'];

/** @param interactionIdOf What the page calls an interaction; undefined for another page's */
export function factsOf(
  hook: HookName,
  name: CommandName,
  input: Readonly<Record<string, unknown>>,
  { sessions, calls }: Overview,
  interactionIdOf: (id: string) => string | undefined,
): Hooks[HookName]['facts'] {
  const by = BY_VOICE.includes(name) ? ('voice' as const) : ('im' as const);
  if (hook === 'invite') {
    const { group, parent } = sessions.find(({ id }) => id === input['from']) ?? {};
    const about = String(input['interactionId'] ?? parent?.interactionId ?? '');
    return { target: targetOf({ group, ...input }), interactionId: interactionIdOf(about) ?? '', by };
  }
  const id = String(input[by === 'voice' ? 'callId' : 'sessionId']);
  const peer = by === 'voice' ? (calls.find((call) => call.id === id)?.peer ?? '') : peerOf({ sessions }, id);
  return hook === 'send' ? { sessionId: id, peer, text: String(input['body']) } : { id, peer, by };
}

/** Whom a session is with: an address, or the id of the group that is asked in it. */
export function peerOf({ sessions }: Pick<Overview, 'sessions'>, sessionId: string): string {
  const session = sessions.find(({ id }) => id === sessionId);
  return session?.peer || targetOf({ group: session?.group });
}

/** Whether nobody was asked in the session yet. */
export function isUnasked({ sessions }: Overview, sessionId: string): boolean {
  return sessions.some(({ id, state }) => id === sessionId && state.status === 'not-connected');
}

/** What a command is about, since commands about the same keep their order. */
export function keyOf(input: object): string {
  const { sessionId = '', callId = '' } = input as Readonly<Record<string, unknown>>;
  return `${String(sessionId)} ${String(callId)}`;
}

/** Whom a command asks: an address, or a group's id. */
export function targetOf({ target, group, to }: Readonly<Record<string, unknown>>): string {
  if (typeof target === 'string') return target;
  const { jid, id } = (group ?? to ?? {}) as { readonly jid?: unknown; readonly id?: unknown };
  return String(jid ?? id ?? '');
}

import { lazily } from '../../model/lazily.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import { act, hear, type LocalInput, type MachineContext, type Step } from '../../model/session/session-machine.ts';
import type { Envelope } from '../../model/signal.ts';
import type { Log } from '../events/log.ts';

type Rules = typeof import('../../model/session/group-steps.ts');

export interface GroupsPartOptions {
  readonly log: Pick<Log, 'note' | 'noting'>;
  readonly onLoaded: () => void;
}

/** Has each session follow its rules. Those of sessions in which a group is asked are loaded with the first such session. */
export class GroupsPart {
  #rules: Rules | undefined;
  /** Signals for which the rules were waited for. */
  readonly #given = new WeakSet<Envelope>();
  readonly load = lazily(async () => {
    this.#rules = await import('../../model/session/group-steps.ts');
    this.options.onLoaded();
  });

  constructor(private readonly options: GroupsPartOptions) {}

  /** Those of the sessions whose rules are there. */
  known(sessions: readonly ImSession[]): readonly ImSession[] {
    if (this.#rules || !sessions.some(({ group }) => group)) return sessions;
    this.load().catch(this.options.log.noting('groups-not-loaded'));
    return sessions.filter(({ group }) => !group);
  }

  /** Loads what these need before they can be received; undefined if they need nothing. Each signal waits for it only once, so that none is held up for ever. */
  recall(envelopes: readonly Envelope[], sessionOf: (envelope: Envelope) => ImSession | undefined): Promise<void> | undefined {
    if (this.#rules) return undefined;
    const waiting = envelopes.filter(
      (envelope) =>
        !this.#given.has(envelope) &&
        ((envelope.signal.type === 'propose' && envelope.signal.group !== undefined) || sessionOf(envelope)?.group !== undefined),
    );
    for (const envelope of waiting) this.#given.add(envelope);
    return waiting.length > 0 ? this.load().catch(this.options.log.noting('groups-not-loaded')) : undefined;
  }

  act(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
    return session.group ? this.#rules?.actInGroup(session, input, context) : act(session, input, context);
  }

  hear(session: ImSession, envelope: Envelope, context: MachineContext): Step | undefined {
    return session.group ? this.#rules?.hearInGroup(session, envelope, context) : hear(session, envelope, context);
  }

  /** Whether a signal belongs to the session though its other party isn't the session's peer: they are a member of the group that is asked. */
  isOf({ members }: ImSession, { peer, isOwn }: Envelope): boolean {
    return members !== undefined && (isOwn || members.some(({ jid }) => jid === peer));
  }
}

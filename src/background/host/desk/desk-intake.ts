import type { Gate } from '../../gate/gate.ts';
import type { IntakeOptions } from '../../stream/intake.ts';
import type { DeskPart } from './desk-part.ts';

/** Takes signals in for the desk, which is opened with the first one that the gate lets in. What follows waits until it is open. */
export function deskIntake(desk: Pick<DeskPart, 'current' | 'load'>, gate: Gate): Pick<IntakeOptions, 'take' | 'recall' | 'showAhead'> {
  return {
    recall: (envelopes) => {
      if (desk.current) return desk.current.link.recall(envelopes);
      return envelopes.some((envelope) => gate.look(envelope)) ? desk.load().then(() => undefined) : undefined;
    },
    take: (envelopes) => {
      if (desk.current) desk.current.link.receive(envelopes);
      // The gate drops all of these, and counts them.
      else for (const envelope of envelopes) gate.admit(envelope);
    },
    // Without a desk there is no transcript in which anything could be shown.
    showAhead: (envelopes) => desk.current?.link.showAhead(envelopes),
  };
}

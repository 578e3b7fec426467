import type { CommandResult } from '../../channel/contract.ts';
import type { callCommands, callQueries } from '../../channel/contract/calls.ts';
import type { Feature } from '../../channel/feature.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Consultations } from '../interactions/consultations.ts';
import type { VoiceParts } from './voice-parts.ts';

interface VoiceDesk {
  readonly voice: Pick<VoiceParts, 'run' | 'level'>;
  readonly consultations: Pick<Consultations, 'shareSoon'>;
  readonly journal: Pick<Journal, 'flush'>;
}

/** Changes lines. Resolves when that is stored. Colleagues who are consulted about the interaction see it within a moment. */
async function onLines({ voice, consultations, journal }: VoiceDesk, change: Parameters<VoiceParts['run']>[0]): Promise<CommandResult> {
  const outcome = await voice.run(change);
  consultations.shareSoon();
  await journal.flush();
  return outcome;
}

/** Carries out what agents do in calls with colleagues and with contacts. */
export const voiceFeature: Feature<VoiceDesk, keyof typeof callCommands, keyof typeof callQueries> = {
  commands: {
    call: ({ voice }, { callId, sessionId, target }, view) => voice.run((calls) => calls.outgoing.call(callId, sessionId, target, view)),
    callGroup: ({ voice }, input, view) => voice.run((calls) => calls.groups.ask(input, view)),
    consultByVoice: ({ voice }, { callId, sessionId, interactionId, target }, view) =>
      voice.run((calls) => calls.outgoing.consult(callId, sessionId, interactionId, target, view)),
    acceptCall: ({ voice }, { callId }, view) => voice.run((calls) => calls.accept(callId, view)),
    rejectCall: ({ voice }, { callId }) => voice.run((calls) => calls.act(callId, { type: 'reject' })),
    endCall: ({ voice }, { callId }) => voice.run((calls) => calls.act(callId, { type: 'end' })),
    hold: (desk, line) => onLines(desk, (calls) => calls.hold(line)),
    retrieve: (desk, line) => onLines(desk, (calls) => calls.retrieve(line)),
    muteCall: ({ voice }, { callId, isMuted }) => voice.run((calls) => calls.mute(callId, isMuted)),
    retryMicrophone: ({ voice }) => voice.run((calls) => calls.media.retryMicrophone()),
  },
  queries: { 'call-level': ({ voice }, { callId }) => voice.level(callId) },
};

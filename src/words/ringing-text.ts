import { msg, str } from '@lit/localize';
import type { Settings } from '../model/settings.ts';
import { hasMedia, type VoiceCallView } from '../model/call/voice-call.ts';
import type { ImSessionView, Overview } from '../model/workspace.ts';
import { callPeerText } from './call-text.ts';
import { consultationText, contactText, highlightsText } from './consultation-text.ts';
import { strangerText } from './stranger-text.ts';

/** What the notification of a call that rings says. Empty texts aren't shown. */
export interface RingingText {
  /** "Call from Maria Lindqvist" */
  readonly title: string;
  /** Who it is, and what it is about: "aturner · consultation on Voice, Maria Lindqvist" */
  readonly details: string;
  /** What a contact says that they call about. */
  readonly topic: string;
  /** The first fields of the case. */
  readonly highlights: string;
  /** What the agent should know before accepting: that it is a stranger, or that another call will be put on hold. */
  readonly consequence: string;
}

/** What is said of a call that rings, and of the call that it interrupts. */
export function ringingText(call: VoiceCallView, { calls, sessions }: Pick<Overview, 'calls' | 'sessions'>): RingingText {
  const other = calls.find((one) => hasMedia(one) && one.heldSince === undefined && one.id !== call.id);
  const consequence = other ? msg(str`Accepting puts your call with ${callPeerText(other)} on hold.`) : '';
  const { party } = call;
  if (party.kind === 'contact') {
    const { name, number, topic, group } = party.contact;
    return {
      title: msg(str`Call from ${contactText(name)}`),
      details: [number, group].filter(Boolean).join(' · '),
      topic,
      highlights: '',
      consequence,
    };
  }
  const session = sessions.find(({ id }) => id === party.sessionId);
  const { parent, highlights = [] } = call.parent ? call : (session ?? call);
  return {
    title: parent ? msg(str`Voice consultation from ${call.peerName}`) : msg(str`Voice call from ${call.peerName}`),
    details: [call.peerLogon, parent && consultationText(parent), isGoingOn(session) && msg('continues your instant messages')]
      .filter(Boolean)
      .join(' · '),
    topic: '',
    highlights: highlightsText(highlights),
    consequence: [call.isStranger && strangerText(), consequence].filter(Boolean).join(' '),
  };
}

/**
 * What a desktop notification says of a call that rings. What the caller said is part of it only if the agent wants that, because desktops keep what
 * they show, and show it over a locked screen.
 */
export function ringingDesktopText(
  call: VoiceCallView,
  overview: Overview,
  { isTextOnDesktop }: Settings,
): { readonly title: string; readonly body: string } {
  const { title, details, topic, highlights, consequence } = ringingText(call, overview);
  if (isTextOnDesktop) return { title, body: [details, topic, highlights, consequence].filter(Boolean).join('\n') };
  return call.party.kind === 'contact'
    ? { title: msg('A contact calls'), body: call.party.contact.group }
    : { title, body: call.peerLogon };
}

function isGoingOn(session: ImSessionView | undefined): boolean {
  return session?.state.status === 'connected';
}

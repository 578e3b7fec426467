import type { CallLevel, CallMedia } from '../model/call/voice-call.ts';
import type { FullJid } from '../model/jid.ts';
import type { CallId } from '../model/ids.ts';

/*
 * The media host is where a call's sound is: a document with WebRTC and a microphone, neither of which the session host's worker has (docs/calls.md).
 * Signalling stays in the session host; Jingle stanzas (XEP-0166) cross as StanzaJS's JSON.
 */

/** A Jingle request's payload, as StanzaJS translates it. Nothing but StanzaJS looks into it. */
export type JingleRequest = Readonly<Record<string, unknown>>;

/** The answer to a Jingle request: nothing more than that it was taken, or the stanza error's conditions. */
export type JingleAnswer =
  | { readonly error?: undefined }
  | { readonly error: { readonly condition: string; readonly jingleError?: string } };

/** `stun:` and `turn:` addresses with what they ask for, as RTCPeerConnection takes them. */
export interface IceServer {
  readonly urls: string;
  readonly username?: string;
  readonly credential?: string;
}

/** A call that begins its media. */
export interface MediaCall {
  readonly callId: CallId;
  /** This session host's own address. */
  readonly self: FullJid;
  /** The device that the offer is sent to. The side that waits for the offer learns the peer's device by it. */
  readonly peer?: FullJid;
  /** Whether this side sends the offer. */
  readonly isInitiator: boolean;
  /**
   * Whether it still rings: at the initiator's, the peer's device, which gets the offer ahead; the call is begun with it, or with another device, when
   * that one accepts. At the other side, here: the offer is applied, and nothing else happens before the agent accepts.
   */
  readonly isRinging?: true;
  readonly iceServers: readonly IceServer[];
  /** Whether the call may go only through TURN, so that the peer doesn't learn this computer's addresses. */
  readonly isRelayOnly: boolean;
}

/** What a call sends and plays. On hold the peer hears music, and the agent nothing. */
export interface MediaCallChange {
  readonly isHeld?: boolean;
  readonly isMuted?: boolean;
}

/** The JSON-able reasons of Jingle's session-terminate that are used (XEP-0166 7.4). */
export type MediaEndReason = 'success' | 'cancel' | 'failed-transport' | 'media-error';

/** The ring of an incoming call, or the ringback that a caller hears. */
export type Tone = 'ring' | 'ringback';

/** What the session host calls on a media host. Every one may come twice, or for a call that is over: then it does nothing more. */
export interface MediaFunctions {
  /** The calls whose media it holds: a session host that was stopped finds them again. */
  calls(): Promise<readonly string[]>;
  /**
   * The microphone is asked for at once, except for a call that rings here; the call goes on without it, and says so. For a call that rings it is called
   * again for each other device that rings, and without `isRinging` when one has accepted.
   */
  startCall(call: MediaCall): Promise<void>;
  receiveJingle(callId: CallId, from: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  changeCall(callId: CallId, change: MediaCallChange): Promise<void>;
  /** Ends the media and tells the peer by session-terminate. */
  endCall(callId: CallId, reason: MediaEndReason): Promise<void>;
  /** Asks for the microphone again. */
  retryMicrophone(): Promise<void>;
  /** The devices' ids as enumerateDevices gives them; empty is the system's choice. */
  setDevices(microphoneId: string, speakerId: string): Promise<void>;
  /** Plays a tone until another is asked for, or none. */
  setTone(tone: Tone | undefined): Promise<void>;
  /** Levels are told, ten times a second, while somebody watches. */
  watchLevel(callId: CallId, isWatched: boolean): Promise<void>;
}

/** What a media host calls on the session host. */
export interface MediaEvents {
  sendJingle(callId: CallId, to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  callChanged(callId: CallId, media: CallMedia): void;
  /** The peer has put this side on hold, or has taken it back, and says so by session-info (XEP-0167 8). */
  heldByPeer(callId: CallId, isHeld: boolean): void;
  /** The call has ended, by the peer or because there is no way to the peer. Its sound is over already. */
  callEnded(callId: CallId, by: 'peer' | 'failure'): void;
  level(callId: CallId, level: CallLevel): void;
}

export const MEDIA_EVENTS = [
  'sendJingle',
  'callChanged',
  'heldByPeer',
  'callEnded',
  'level',
] as const satisfies readonly (keyof MediaEvents)[];
export type MediaCallName = keyof MediaFunctions;

/** A media host's functions, each by asking for it under its name. They reject an answer that isn't one. */
export function mediaFunctionsBy(ask: (name: MediaCallName, inputs: readonly unknown[]) => Promise<unknown>): MediaFunctions {
  const tell =
    (name: MediaCallName) =>
    async (...inputs: readonly unknown[]) =>
      void (await ask(name, inputs));
  return {
    calls: async () => {
      const ids = await ask('calls', []);
      if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) throw new TypeError('The media host names no calls');
      return ids;
    },
    startCall: tell('startCall'),
    receiveJingle: async (...inputs) => {
      const answer = readJingleAnswer(await ask('receiveJingle', inputs));
      if (!answer) throw new TypeError('The media host gives no answer');
      return answer;
    },
    changeCall: tell('changeCall'),
    endCall: tell('endCall'),
    retryMicrophone: tell('retryMicrophone'),
    setDevices: tell('setDevices'),
    setTone: tell('setTone'),
    watchLevel: tell('watchLevel'),
  };
}

/** An answer to a Jingle request that has come through a port; undefined if it isn't one. */
export function readJingleAnswer(given: unknown): JingleAnswer | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { error }: { readonly error?: unknown } = given;
  if (error === undefined) return {};
  if (typeof error !== 'object' || error === null) return undefined;
  const { condition, jingleError }: { readonly condition?: unknown; readonly jingleError?: unknown } = error;
  if (typeof condition !== 'string') return undefined;
  return { error: typeof jingleError === 'string' ? { condition, jingleError } : { condition } };
}

export type MediaEventName = (typeof MEDIA_EVENTS)[number];

/** A page's or document's side of it. */
export type StartMediaHost = (events: MediaEvents) => MediaFunctions;

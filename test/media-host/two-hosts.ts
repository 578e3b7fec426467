import type { JingleAnswer, JingleRequest, MediaCall, MediaEvents } from '../../src/channel/media-host.ts';
import { MediaHost } from '../../src/media-host/media-host.ts';
import { CALL_TIMES, type CallTimes } from '../../src/media-host/times.ts';
import type { FullJid } from '../../src/model/jid.ts';
import type { CallLevel, CallMedia } from '../../src/model/call/voice-call.ts';
import { Ear } from './hearing.ts';

type Answer = () => Promise<MediaStream>;

/** Replaces the page's microphones. */
export class TestDevices {
  readonly #answers: Answer[] = [];
  readonly #real = navigator.mediaDevices.getUserMedia;
  /** The constraints of all requests, in order. */
  readonly asked: MediaStreamConstraints[] = [];

  constructor() {
    navigator.mediaDevices.getUserMedia = (constraints = {}) => {
      this.asked.push(constraints);
      const answer = this.#answers.shift();
      return answer ? answer() : Promise.reject(new DOMException('', 'NotFoundError'));
    };
  }

  /** Sets what the next request for a microphone gets. A request for which nothing is set finds no device. */
  next(answer: MediaStream | Promise<MediaStream> | 'refused' | 'missing'): void {
    this.#answers.push(() => {
      if (answer === 'refused') return Promise.reject(new DOMException('', 'NotAllowedError'));
      if (answer === 'missing') return Promise.reject(new DOMException('', 'NotFoundError'));
      return Promise.resolve(answer);
    });
  }

  /** Reports that devices were plugged in or out. */
  change(): void {
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  restore(): void {
    navigator.mediaDevices.getUserMedia = this.#real;
  }
}

/** All connections, in the order in which they were made. A host plays the track of its connection's receiver. */
export const made: RTCPeerConnection[] = [];
const Real = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Real {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    made.push(this);
  }
};

/** Long enough for a busy machine. */
const DEADLINE_MS = 45_000;

/** Waits until the condition holds. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const last = performance.now() + DEADLINE_MS;
  while (!isSo()) {
    if (performance.now() > last) throw new Error(`It didn't come to it: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A media host, with a fake session host that hands its Jingle requests to the other media host as JSON. */
export class TestHost {
  readonly host: MediaHost;
  readonly media = new Map<string, CallMedia>();
  /** The calls that ended by themselves, each with the reason. */
  readonly ends: string[] = [];
  /** What peers have told about hold. */
  readonly holds: boolean[] = [];
  readonly levels: CallLevel[] = [];
  /** The requests that were sent, with their contents. */
  readonly sent: JingleRequest[] = [];
  /** Whether the session host can't be reached. */
  isAway = false;
  /** The answer that the session host gives itself, in place of the other side. */
  answer: JingleAnswer | undefined;
  readonly #others = new Map<string, TestHost>();

  constructor(
    readonly jid: FullJid,
    times: Partial<CallTimes> = {},
  ) {
    this.host = new MediaHost(this.#events(), { times: { ...CALL_TIMES, ...times } });
  }

  /** Lets the two session hosts reach each other from now on. */
  meet(other: TestHost): void {
    this.#others.set(other.jid, other);
    other.#others.set(this.jid, this);
  }

  start(callId: string, call: Partial<MediaCall> = {}): Promise<void> {
    return this.host.startCall({
      callId,
      self: this.jid,
      isInitiator: call.peer !== undefined,
      iceServers: [],
      isRelayOnly: false,
      ...call,
    });
  }

  /** Ends every call. */
  async close(): Promise<void> {
    for (const callId of await this.host.calls()) await this.host.endCall(callId, 'success');
  }

  #events(): MediaEvents {
    return {
      sendJingle: async (callId, to, request) => {
        if (this.isAway) return { error: { condition: 'remote-server-timeout' } };
        this.sent.push(request);
        if (this.answer) return this.answer;
        const other = this.#others.get(to);
        if (!other) return { error: { condition: 'service-unavailable' } };
        return JSON.parse(
          JSON.stringify(await other.host.receiveJingle(callId, this.jid, JSON.parse(JSON.stringify(request)) as JingleRequest)),
        ) as JingleAnswer;
      },
      callChanged: (callId, media) => void this.media.set(callId, media),
      heldByPeer: (_callId, isHeld) => void this.holds.push(isHeld),
      callEnded: (callId, by) => void this.ends.push(`${callId} ${by}`),
      level: (_callId, level) => void this.levels.push(level),
    };
  }
}

/** One side of a connected call. */
export interface Side {
  readonly host: TestHost;
  readonly pc: RTCPeerConnection;
  /** What this side hears. */
  readonly ear: Ear;
}

/** Connects two hosts. */
export async function connect(callId: string, from: TestHost, to: TestHost): Promise<readonly [Side, Side]> {
  from.meet(to);
  const first = made.length;
  await to.start(callId);
  await from.start(callId, { peer: to.jid });
  await until(() => [from, to].every(({ media }) => media.get(callId)?.connection === 'connected'), 'connected');
  const [fromPc, toPc] = made.slice(first) as [RTCPeerConnection, RTCPeerConnection];
  return [side(from, fromPc), side(to, toPc)];
}

function side(host: TestHost, pc: RTCPeerConnection): Side {
  const [receiver] = pc.getReceivers();
  if (!receiver) throw new Error('It receives nothing.');
  return { host, pc, ear: new Ear(receiver.track) };
}

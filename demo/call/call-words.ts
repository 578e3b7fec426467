import type { Callee, CallState, EndReason } from './call-state.ts';

function endWords(reason: EndReason, callee: string, agent: string): string {
  switch (reason) {
    case 'hung-up':
      return 'You hung up.';
    case 'agent-hung-up':
      return `${agent} hung up.`;
    case 'cancelled':
      return 'You hung up before anybody answered.';
    case 'rejected':
      return `${callee} can’t take your call now.`;
    case 'no-answer':
      return 'Nobody answered.';
    case 'unreachable':
      return `${callee} can’t be reached.`;
    case 'lost':
      return 'The connection was lost, and the call is over.';
    case 'no-route':
      return 'No audio connection came about, so the call is over. Try again, from another network if you can.';
    case 'no-service':
      return 'The service can’t be reached. Check your connection and call again.';
    case 'microphone-refused':
      return 'This page may not use the microphone. Allow it in your browser, at the page’s address, and call again.';
    case 'microphone-missing':
      return 'No microphone was found. Connect one and call again.';
    case 'microphone-busy':
      return 'The microphone can’t be used: another program may have it. Close that and call again.';
  }
}

/** The sentence that the page shows about the call; empty before the first one. */
export function wordsOf(state: CallState, callee: Callee | undefined): string {
  const called = callee?.name ?? '';
  const agentName = (jid: string | undefined) => callee?.agents.find((agent) => agent.jid === jid)?.name ?? called;
  switch (state.status) {
    case 'idle':
      return '';
    case 'preparing':
      return state.waitsFor === 'microphone'
        ? 'Your browser asks whether this page may use the microphone.'
        : 'Connecting to the service …';
    case 'calling':
      return state.isRinging ? `It is ringing at ${called}.` : `Calling ${called} …`;
    case 'connecting':
      return `${agentName(state.agent)} answers …`;
    case 'connected':
      if (state.isInterrupted) return 'The line is interrupted. Please wait …';
      return state.isOnHold ? `You are on hold. ${agentName(state.agent)} will be back.` : `You are talking to ${agentName(state.agent)}.`;
    case 'ended':
      return endWords(state.reason, called, agentName(state.agent));
  }
}

/** A duration in minutes and seconds: "0:07". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

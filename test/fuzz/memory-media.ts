import type { MediaEvents, MediaFunctions } from '../../src/channel/media-host.ts';

/** A page that can hold calls' sound, without any: each call that is begun is connected, and whatever is asked of it is done. */
export function memoryMedia(events: MediaEvents): MediaFunctions {
  const calls = new Set<string>();
  const nothing = () => Promise.resolve();
  return {
    calls: () => Promise.resolve([...calls]),
    startCall: ({ callId }) => {
      calls.add(callId);
      events.callChanged(callId, { connection: 'connected', microphone: 'working' });
      return Promise.resolve();
    },
    receiveJingle: () => Promise.resolve({}),
    endCall: (callId) => {
      calls.delete(callId);
      return Promise.resolve();
    },
    changeCall: nothing,
    retryMicrophone: nothing,
    setDevices: nothing,
    setTone: nothing,
    watchLevel: nothing,
  };
}

import { Prosody } from '../../demo/prosody.ts';
import { CALLS_OF_ADDRESS, CALLS_OF_GUEST, CALLS_PER_MINUTE, ELSEWHERE, testGuestHost } from './guest-host.ts';

testGuestHost((options) =>
  Prosody.start({
    ...options,
    scramIterations: 100,
    // The first lines belong to the guests' host, which is the last one before them.
    extraConfig: [
      `backchannel_guest_calls_per_minute = ${CALLS_PER_MINUTE}`,
      `backchannel_guest_calls_per_minute_address = ${CALLS_OF_ADDRESS}`,
      `backchannel_guest_calls_per_minute_each = ${CALLS_OF_GUEST}`,
      `VirtualHost "${ELSEWHERE}"`,
    ].join('\n'),
  }),
);

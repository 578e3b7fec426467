import { Ejabberd } from '../../demo/ejabberd.ts';
import { CALLS_OF_ADDRESS, CALLS_OF_GUEST, CALLS_PER_MINUTE, ELSEWHERE, testGuestHost } from './guest-host.ts';

testGuestHost((options) =>
  Ejabberd.start({
    ...options,
    hosts: [ELSEWHERE],
    guestLimits: { calls_per_minute: CALLS_PER_MINUTE, calls_per_minute_address: CALLS_OF_ADDRESS, calls_per_minute_each: CALLS_OF_GUEST },
  }),
);

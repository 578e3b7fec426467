/* The types that a page uses with a client, the same in the widget's module and in the frame's loader. */

export type {
  BackchannelClient,
  ClientEvent,
  FoundTarget,
  Hook,
  HookName,
  HookOptions,
  InteractionChange,
  InteractionDetails,
  InteractionHandle,
  ViewOptions,
} from './backchannel-client.ts';
export type { ClientErrorCode } from './client-error.ts';
export type { ClientSession, ClientState } from './client-state.ts';

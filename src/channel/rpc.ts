import type { HostStanding } from './version-watch.ts';
import type { CommandResult, Query, Slices } from './contract.ts';
import type { MediaCallName, MediaEventName } from './media-host.ts';
import type { PageAnswer, PageCall } from './page-contacts.ts';
import type { TelephonyAnswer, TelephonyCall } from './page-telephony.ts';

/** What a view calls on the session host. */
export interface HostFunctions {
  /** @param isAgain Whether another host was given it before, and may have begun to carry it out */
  command(name: string, input: unknown, isAgain?: boolean): Promise<CommandResult>;
  subscribe(id: number, query: unknown): void;
  unsubscribe(id: number): void;
  /** The page of this view brings contacts, or tokens for them: a `ContactsOffer`. */
  offerContacts(offer: unknown): void;
  /** The page of this view gives tokens for the messaging server. */
  offerTokens(): void;
  /** The document of this view can hold calls' sound, and holds that of these calls already. */
  offerMedia(calls: unknown): void;
  /** What the media host of this view tells or asks: see `MediaEvents`. */
  mediaEvent(name: MediaEventName, inputs: readonly unknown[]): Promise<unknown>;
  /** The page of this view handles its contacts' calls, and puts them on hold when it is asked to. */
  offerTelephony(origin?: unknown): void;
  /** Tells of which build the view is, and when its page was loaded. */
  greet(build: unknown, loadedAt: unknown): Promise<HostStanding>;
  /** The view's page is about to be replaced by another one, which has a view too. */
  willReturn(): void;
  /** Does nothing. The call itself keeps the background awake, which browsers stop when nobody has spoken to it for half a minute. */
  stayAwake(): void;
}

/** A subscription's id, and the slice of the workspace that it asked for. */
export type SliceAnswer = readonly [id: number, slice: Slices[Query['kind']]];

/** What the session host calls on a view. */
export interface ViewFunctions {
  /** Answers to subscribed queries; those that changed together come together, so that they are rendered together. */
  slices(answers: readonly SliceAnswer[]): void;
  /** Asks for what the view's page has offered. */
  contacts(name: PageCall, inputs: readonly unknown[]): Promise<PageAnswer>;
  /** Asks for a token, if the view's page gives any: see `PageTokens`. */
  token(options: { readonly refused?: string }): Promise<PageAnswer>;
  /** See `MediaFunctions`. */
  media(name: MediaCallName, inputs: readonly unknown[]): Promise<unknown>;
  telephony(name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer>;
}

/** A message channel between a view and the session host: a MessagePort, or an extension's runtime port. */
export interface ChannelPort {
  post(message: unknown): void;
  onMessage(handler: (message: unknown) => void): void;
  /** Calls the handler when the other side is gone. */
  onClose(handler: () => void): void;
  close(): void;
}

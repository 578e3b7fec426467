import { TARGET_FILTERS } from '../model/internal-target.ts';
import type { BackchannelClient, InteractionHandle, ViewOptions } from './backchannel-client.ts';
import { BackchannelError } from './client-error.ts';
import { type FromPage, MAX_MESSAGE } from './client-wire.ts';

/** The methods that a deployment's list can give an origin. `openInteraction` has those of what it returns with it. */
export const PAGE_METHODS = [
  'onState',
  'onEvent',
  'before',
  'signIn',
  'signOut',
  'setStatus',
  'startIm',
  'find',
  'openInteraction',
  'showTeamCommunicator',
  'showTab',
  'setView',
  'getToken',
  'contacts',
  'telephony',
] as const;
export type PageMethod = (typeof PAGE_METHODS)[number];

/** A client that also knows the interactions which its page has opened before. */
export interface ServedClient extends BackchannelClient {
  interaction(id: string): InteractionHandle;
}

/** What serves a page, as far as its calls need it. */
export interface ServedPage {
  readonly client: ServedClient;
  tellState(): void;
  tellEvents(): void;
  stopEvents(): void;
  setHook(name: unknown, isOn: boolean, timeoutMs: unknown): void;
}

type Args = readonly unknown[];
type Call = (page: ServedPage, args: Args) => unknown;

const THEMES: readonly ViewOptions['theme'][] = ['auto', 'light', 'dark', 'high-contrast'];
/** The longest language tag that browsers know is much shorter. */
const MAX_TAG = 100;

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new BackchannelError('invalid-argument');
  return value;
};
const record = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BackchannelError('invalid-argument');
  return value as Readonly<Record<string, unknown>>;
};
const flag = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw new BackchannelError('invalid-argument');
  return value;
};
const oneOf = <T>(values: readonly T[], value: unknown): T => {
  const known = values.find((one) => one === value);
  if (known === undefined) throw new BackchannelError('invalid-argument');
  return known;
};
/** What of a record is there, each read by its own rule. Anything else in it is left out. */
const read = (given: unknown, rules: Readonly<Record<string, (value: unknown) => unknown>>): Record<string, unknown> => {
  const values = record(given);
  const present = Object.entries(rules).filter(([name]) => Object.hasOwn(values, name));
  return Object.fromEntries(present.map(([name, rule]) => [name, rule(values[name])]));
};

const VIEW = {
  panel: (panel: unknown) => read(panel, { isOpen: flag, side: (side) => oneOf(['start', 'end'], side), size: Number }),
  titleCount: flag,
  shortcuts: flag,
  notifications: flag,
  theme: (theme: unknown) => oneOf(THEMES, theme),
  locale: (locale: unknown) => text(locale).slice(0, MAX_TAG),
};

/** What a page can call, and the method of the list that it needs for it. What is read here is checked again by the session host. */
export const CALLS: Readonly<Record<string, { readonly needs: PageMethod; readonly call: Call }>> = {
  onState: { needs: 'onState', call: (page) => page.tellState() },
  onEvent: { needs: 'onEvent', call: (page) => page.tellEvents() },
  offEvent: { needs: 'onEvent', call: (page) => page.stopEvents() },
  before: { needs: 'before', call: (page, [name, timeoutMs]) => page.setHook(name, true, timeoutMs) },
  after: { needs: 'before', call: (page, [name]) => page.setHook(name, false, undefined) },
  signIn: { needs: 'signIn', call: ({ client }, [request]) => client.signIn(record(request)) },
  signOut: { needs: 'signOut', call: ({ client }) => client.signOut() },
  setStatus: {
    needs: 'setStatus',
    call: ({ client }, [availability, reason]) =>
      client.setStatus(text(availability) as never, reason === undefined || reason === null ? undefined : text(reason)),
  },
  startIm: {
    needs: 'startIm',
    call: ({ client }, [target, options = {}]) =>
      client.startIm(typeof target === 'string' ? target : (record(target) as never), read(options, { text, interactionId: text })),
  },
  find: {
    needs: 'find',
    call: ({ client }, [search, options = {}]) =>
      client.find(text(search), read(options, { limit: Number, filter: (filter) => oneOf(TARGET_FILTERS, filter) })),
  },
  openInteraction: {
    needs: 'openInteraction',
    call: async ({ client }, [given]) => {
      const details = record(given);
      // The session host checks the shape.
      await client.openInteraction({ ...details, id: text(details['id']) } as never);
    },
  },
  updateInteraction: { needs: 'openInteraction', call: ({ client }, [id, change]) => client.interaction(text(id)).update(record(change)) },
  closeInteraction: { needs: 'openInteraction', call: ({ client }, [id]) => client.interaction(text(id)).close() },
  noteCallState: {
    needs: 'telephony',
    call: ({ client }, [id, status]) => client.interaction(text(id)).update({ status: text(status) as never }),
  },
  showTeamCommunicator: { needs: 'showTeamCommunicator', call: ({ client }) => client.showTeamCommunicator() },
  showTab: {
    needs: 'showTab',
    call: ({ client }, [tab]) => {
      const { of, id } = record(tab);
      return client.showTab({ of: of === 'interaction' ? of : 'session', id: text(id) });
    },
  },
  setView: { needs: 'setView', call: ({ client }, [options]) => client.setView(read(options, VIEW)) },
};

/** Reads a message of a page's; undefined for what is none. */
export function readMessage(message: unknown): FromPage | undefined {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE) return undefined;
  try {
    const { id, method, args, answer, value, hasFailed, problem } = record(JSON.parse(message));
    if (typeof answer === 'number') {
      if (hasFailed !== true) return { answer, value };
      return { answer, hasFailed, ...(typeof problem === 'string' ? { problem } : {}) };
    }
    return typeof id === 'number' && typeof method === 'string' && Array.isArray(args) ? { id, method, args } : undefined;
  } catch {
    return undefined;
  }
}

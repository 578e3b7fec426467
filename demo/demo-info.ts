import * as v from 'valibot';
import type { DemoAgent } from './agents.ts';

/** The content of `/demo.json`, by which other clients and scripts use a running demo. */
export interface DemoInfo {
  readonly websocket: string;
  /** The server's `host:port` for TCP; absent when only a WebSocket address was given. */
  readonly tcp?: string;
  /** The host where contacts sign in as anonymous guests to call agents; absent when the server has none. */
  readonly guestHost?: string;
  /** The server's availability hubs; absent or empty where its roster tells who is available. */
  readonly availabilityHubs?: readonly string[];
  readonly agents: readonly DemoAgent[];
  /** The contact service's address. It takes the same accounts. Absent when there are no agents. */
  readonly contactService?: string;
  /** The directory service's address. It takes the contact service's tokens. Absent without `--targets`. */
  readonly directoryService?: string;
}

const agentsFile = v.array(
  v.object({
    jid: v.pipe(v.string(), v.regex(/^[^@/]+@[^@/]+$/)),
    name: v.string(),
    password: v.string(),
    groups: v.optional(v.array(v.string()), []),
    spare: v.optional(v.boolean()),
  }),
);

/** Parses the file with the accounts of one's own server: a list of the same objects as in `/demo.json`. */
export function parseAgentsFile(json: string): readonly DemoAgent[] {
  return v.parse(agentsFile, JSON.parse(json));
}

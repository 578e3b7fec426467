import * as v from 'valibot';
import type { DemoAgent } from './agents.ts';

/** What other clients and scripts need of a running demo: the content of `/demo.json`. */
export interface DemoInfo {
  readonly websocket: string;
  /** `host:port`; absent where only a WebSocket address was given. */
  readonly tcp?: string;
  /** Where contacts sign in as anonymous guests, to call agents; absent where the server has no such host. */
  readonly guestHost?: string;
  readonly agents: readonly DemoAgent[];
  /** The contact service's address; its tokens are for the same accounts. Absent where there are no agents. */
  readonly contactService?: string;
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

/** Reads the accounts of a server of one's own: a list of the same objects as in `/demo.json`. */
export function parseAgentsFile(json: string): readonly DemoAgent[] {
  return v.parse(agentsFile, JSON.parse(json));
}

import * as v from 'valibot';

const jid = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.minLength(1), v.maxLength(3071));
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

const hubConfig = v.object({
  /** The hub's own address, by which the messaging server knows it as a component. */
  jid,
  /** What it shows the messaging server (XEP-0114). */
  secret: v.pipe(v.string(), v.minLength(1)),
  /** Where the messaging server takes components. */
  server: v.object({ host: v.optional(v.string(), '127.0.0.1'), port }),
  /** The hosts whose users are agents. Nobody else is served, or shown. */
  agentHosts: v.pipe(v.array(jid), v.minLength(1)),
  /** Where the hub keeps the addresses of agents who share their presence with it, for its next start. */
  accountsFile: v.optional(v.string()),
  /** The organisation's other hubs, whose end is told to their viewers. */
  partners: v.optional(v.array(jid), []),
  /** How often the devices of watched agents are asked whether they are there. */
  checkSeconds: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(600)), 35),
  /** How long a device that is there takes to answer at most, as a rule. What is watched is right within both times together. */
  answerSeconds: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(60)), 10),
  /** Who may see whose availability. */
  visibility: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('all') }),
      v.object({ kind: v.literal('own-groups') }),
      v.object({ kind: v.literal('list'), sees: v.record(jid, v.array(v.string())) }),
    ]),
    { kind: 'all' },
  ),
  /** The members of each group, by its id. */
  groups: v.optional(v.record(v.string(), v.array(jid)), {}),
  /** The agents who have each skill, by its id. */
  skills: v.optional(v.record(v.string(), v.array(jid)), {}),
  /** Where health, metrics and the states that an ACD brings are served. */
  http: v.optional(
    v.object({
      host: v.optional(v.string(), '127.0.0.1'),
      port: v.optional(port, 0),
      /** The tokens with which an ACD may set agents' states; none may without any. */
      tokens: v.optional(v.array(v.pipe(v.string(), v.minLength(16))), []),
    }),
    {},
  ),
});

export type HubConfig = v.InferOutput<typeof hubConfig>;
export type HubConfigInput = v.InferInput<typeof hubConfig>;

/** Reads a hub's configuration. @throws ValiError which says what is wrong with it */
export function readHubConfig(given: unknown): HubConfig {
  return v.parse(hubConfig, given);
}

import * as v from 'valibot';

const agent = v.object({
  jid: v.string(),
  name: v.string(),
  password: v.string(),
  groups: v.optional(v.array(v.string())),
  spare: v.optional(v.boolean()),
});
const demoInfo = v.object({
  websocket: v.string(),
  guestHost: v.optional(v.string()),
  contactService: v.optional(v.string()),
  directoryService: v.optional(v.string()),
  availabilityHubs: v.optional(v.array(v.string()), []),
  agents: v.array(agent),
});

/** One of the demo's accounts. */
export type DemoAgent = v.InferOutput<typeof agent>;

/** Reads the part of the demo's `/demo.json` that its pages need. */
export async function readDemoInfo(): Promise<v.InferOutput<typeof demoInfo>> {
  return v.parse(demoInfo, await (await fetch('/demo.json')).json());
}

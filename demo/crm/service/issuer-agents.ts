import { createHash, timingSafeEqual } from 'node:crypto';

/** An agent that the demo's issuer knows. */
export interface IssuerAgent {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly password: string;
}

const digest = (value: string) => createHash('sha256').update(value).digest();

/** The agent whose name and password these are; whether it is the name or the password that is wrong takes the same time. */
export function agentWith(agents: readonly IssuerAgent[], username: string, password: string): IssuerAgent | undefined {
  const agent = agents.find(({ id }) => id === username);
  const isRight = timingSafeEqual(digest(agent?.password ?? ''), digest(password));
  return isRight ? agent : undefined;
}

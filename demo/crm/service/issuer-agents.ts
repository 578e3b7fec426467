import { createHash, timingSafeEqual } from 'node:crypto';

/** An agent that the demo's issuer knows. */
export interface IssuerAgent {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly password: string;
}

const digest = (value: string) => createHash('sha256').update(value).digest();

/** The agent with this name and password. A wrong name takes as long to refuse as a wrong password, so that the time tells nothing. */
export function agentWith(agents: readonly IssuerAgent[], username: string, password: string): IssuerAgent | undefined {
  const agent = agents.find(({ id }) => id === username);
  const isRight = timingSafeEqual(digest(agent?.password ?? ''), digest(password));
  return isRight ? agent : undefined;
}

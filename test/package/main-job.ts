import type { Page } from 'playwright-core';

/** A page with a desk, or the frame in it that has the desk. */
type Desk = Pick<Page, 'getByRole'>;

/** Whether the main job is done to its end, as `npm run examples` does, which records what it has done. The tests stop at the first message, to be quick. */
export const isInFull = process.env['BACKCHANNEL_EXAMPLES'] === 'in-full';

/** Prints what has been done in an example, where all of it is done. */
export function record(example: string, step: string): void {
  if (isInFull) console.log(`${new Date().toISOString()} ${example}: ${step}`);
}

/** Goes on after the agent's first message: the colleague answers, the agent reads it and ends the session, and both are done with it. */
export async function finishMainJob(example: string, agent: Desk, colleague: Desk): Promise<void> {
  record(example, 'the colleague has the first message');
  const field = colleague.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill(`Hello back to ${example}`);
  await field.press('Enter');
  await agent.getByRole('log', { name: 'Transcript' }).getByText(`Hello back to ${example}`).waitFor();
  record(example, 'the agent has the answer');
  await agent.getByRole('button', { name: 'End Session', exact: true }).click();
  await colleague.getByRole('button', { name: 'Mark Done', exact: true }).click();
  record(example, 'the session is ended, and the colleague is done with it');
  await agent.getByRole('button', { name: 'Mark Done', exact: true }).click();
  for (const desk of [agent, colleague]) await desk.getByRole('log', { name: 'Transcript' }).waitFor({ state: 'detached' });
  record(example, 'the agent is done with it, too');
}

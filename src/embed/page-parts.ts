import type { CommandResult, DiagnosticsSlice } from '../channel/contract.ts';
import { firstSlice } from '../channel/first-slice.ts';
import type { BackchannelClient, InteractionDetails, InteractionHandle } from '../client/backchannel-client.ts';
import { type ClientWorkspace, WorkspaceClient } from '../client/workspace-client.ts';
import { elementView } from './element-view.ts';
import { InteractionError } from './interaction-error.ts';
import type { BackchannelWorkspaceElement } from './workspace-element.ts';

export { followInteractionEvents } from '../client/interaction-events.ts';

/* What `EmbeddedWorkspace` does for a page that asks for it. It is loaded then, since no list waits for it. */

const clients = new WeakMap<ClientWorkspace, BackchannelClient>();

/** The page's client. There is one, because hooks of two would ask the page twice. */
export function clientOf(workspace: ClientWorkspace, element: BackchannelWorkspaceElement | undefined): BackchannelClient {
  const client = clients.get(workspace) ?? new WorkspaceClient(workspace, element && elementView(element));
  clients.set(workspace, client);
  return client;
}

/** @throws InteractionError */
export async function openInteraction({ commands }: ClientWorkspace, details: InteractionDetails): Promise<InteractionHandle> {
  const { id } = details;
  await accepted(commands.openInteraction(details));
  return {
    id,
    update: (change) => accepted(commands.updateInteraction({ ...change, id })),
    close: () => accepted(commands.closeInteraction({ id })),
  };
}

/** Rejects when the page takes the workspace away. */
export async function diagnosticsOf(workspace: ClientWorkspace): Promise<DiagnosticsSlice> {
  await workspace.ready;
  const { ended } = workspace;
  ended.throwIfAborted();
  const over = new Promise<never>((_, reject) => ended.addEventListener('abort', () => reject(ended.reason as Error)));
  return Promise.race([firstSlice(workspace, { kind: 'diagnostics' }), over]);
}

async function accepted(outcome: Promise<CommandResult>): Promise<void> {
  const result = await outcome;
  if (result.refused) throw new InteractionError(result);
}

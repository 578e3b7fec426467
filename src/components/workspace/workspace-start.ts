import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Workspace } from '../../channel/workspace.ts';

/** Knows why its host's workspace has no session host, and lets go of a workspace that the page takes away. */
export class WorkspaceStart implements ReactiveController {
  /** The `code` of what `Workspace.ready` rejects with. */
  failure: string | undefined;
  #workspace: Workspace | undefined;

  constructor(private readonly host: ReactiveControllerHost & { workspace: Workspace | undefined }) {
    host.addController(this);
  }

  hostUpdate(): void {
    const { workspace } = this.host;
    if (workspace === this.#workspace) return;
    this.#workspace = workspace;
    this.failure = undefined;
    const isStillHere = () => workspace === this.host.workspace;
    workspace?.ready?.catch(({ code }: { readonly code: string }) => {
      if (!isStillHere()) return;
      this.failure = code;
      this.host.requestUpdate();
    });
    workspace?.ended?.addEventListener('abort', () => isStillHere() && (this.host.workspace = undefined));
  }
}

import type { Workspace } from '../../channel/workspace.ts';
import type { SessionId } from '../../model/ids.ts';

const guarded = new WeakSet<Workspace>();

/**
 * Has the browser ask before a page is left that keeps nothing, as long as the agent has written something which they haven't sent, or which the server doesn't
 * have yet. A page that listens for `beforeunload` isn't kept for its return, so that it listens only then. The extension's background outlives its pages, so
 * that they aren't asked about.
 */
export function guardUnkeptWork(workspace: Workspace | undefined): void {
  if (!workspace?.ended || guarded.has(workspace)) return;
  guarded.add(workspace);
  const guard = new UnkeptWork(workspace);
  workspace.ended.addEventListener('abort', () => guard.end());
}

class UnkeptWork {
  /** By session, what ends following it. */
  readonly #followed = new Map<SessionId, () => void>();
  /** What would be lost: sessions with a draft, and sessions with a message that waits for the server. */
  readonly #drafts = new Set<SessionId>();
  readonly #unsent = new Set<SessionId>();
  readonly #stop: () => void;
  #isLocked = false;
  #listening: AbortController | undefined;

  constructor(private readonly workspace: Workspace) {
    this.#stop = workspace.subscribe({ kind: 'overview' }, ({ storageProblem, lock, sessions }) => {
      this.#isLocked = lock !== undefined;
      // A locked desk tells of nothing, and keeps what is there.
      if (!lock) this.#follow(storageProblem ? sessions.map(({ id }) => id) : []);
    });
  }

  end(): void {
    this.#stop();
    this.#isLocked = false;
    this.#follow([]);
  }

  #follow(sessionIds: readonly SessionId[]): void {
    for (const [id, leave] of this.#followed) if (!sessionIds.includes(id)) leave();
    for (const sessionId of sessionIds) {
      if (this.#followed.has(sessionId)) continue;
      const stops = [
        this.workspace.subscribe({ kind: 'draft', sessionId }, ({ text }) => this.#note(this.#drafts, sessionId, text.trim() !== '')),
        this.workspace.subscribe({ kind: 'transcript', sessionId, last: 20 }, ({ entries }) => {
          const isUnsent = entries.some((entry) => entry.kind === 'message' && entry.delivery === 'waiting');
          this.#note(this.#unsent, sessionId, isUnsent);
        }),
      ];
      this.#followed.set(sessionId, () => {
        stops.forEach((stop) => stop());
        this.#followed.delete(sessionId);
        this.#note(this.#drafts, sessionId, false);
        this.#note(this.#unsent, sessionId, false);
      });
    }
  }

  #note(sessions: Set<SessionId>, sessionId: SessionId, isThere: boolean): void {
    if (this.#isLocked) return;
    if (isThere) sessions.add(sessionId);
    else sessions.delete(sessionId);
    if (!this.#drafts.size && !this.#unsent.size) {
      this.#listening?.abort();
      this.#listening = undefined;
    } else if (!this.#listening) {
      this.#listening = new AbortController();
      addEventListener('beforeunload', (event) => event.preventDefault(), this.#listening);
    }
  }
}

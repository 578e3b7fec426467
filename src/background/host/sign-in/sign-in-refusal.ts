import type { Refusal } from '../../../channel/contract.ts';
import type { ConnectionState } from '../../../model/workspace.ts';
import { StorageError } from '../../../storage/database.ts';
import type { Login } from '../../stream/messaging-port.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';

/** What an agent is told when signing in fails with this error. */
export function signInRefusalOf(error: unknown): Refusal {
  if (error instanceof StreamFailure) return { refused: 'sign-in', problem: error.problem, detail: error.detail };
  if (error instanceof StorageError) return { refused: 'sign-in', problem: error.problem };
  return { refused: 'sign-in', problem: 'unexpected', detail: error instanceof Error ? error.name : undefined };
}

/** What an agent is told when a command fails with this error, because something couldn't be stored. @throws any other error */
export function storageRefusalOf(error: unknown): Refusal {
  if (error instanceof StorageError) return { refused: 'storage-failed', problem: error.problem };
  throw error;
}

/** What a state says of how the agent has signed in. */
export function byOf(login: Login): { readonly by?: 'token' } {
  return 'token' in login ? { by: 'token' } : {};
}

/** The state in which views show why nobody is signed in. */
export function signedOutBy(refusal: Refusal): Extract<ConnectionState, { readonly status: 'signed-out' }> {
  return refusal.refused === 'sign-in'
    ? { status: 'signed-out', problem: refusal.problem, detail: refusal.detail }
    : { status: 'signed-out', problem: 'unexpected' };
}

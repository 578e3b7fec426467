import type { Refusal } from '../../../channel/contract.ts';
import type { Profile } from '../../../storage/profile-store.ts';
import type { Login, SignInProof } from '../../stream/messaging-port.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import type { Account } from './account.ts';
import type { AccountOptions } from './account-options.ts';
import type { RememberedAgent } from '../sign-in/remembered-agent.ts';
import { signInRefusalOf } from '../sign-in/sign-in-refusal.ts';

/** Which account is opened, how it signs in, and what it calls. */
export type OpenedAccount = Pick<
  AccountOptions,
  'jid' | 'service' | 'hubs' | 'login' | 'usedMechanisms' | 'seal' | 'onSignedIn' | 'onDisabled' | 'onStorageLost'
>;

/** Opens what is stored of an account, and doesn't connect it yet. @throws StorageError */
export type OpenAccount = (account: OpenedAccount) => Promise<Account>;

export interface OpenAccountHooks {
  readonly onSignedIn?: (proof: SignInProof) => void;
  /** Called when the account can't go on in this host. */
  readonly onLost: (account: Account, refusal: Refusal) => void;
}

/** Opens the account where the remembered agent's data is. @throws StorageError */
export async function openRemembered(
  { jid, service, hubs, usedMechanisms }: Profile,
  login: Login,
  { remembered, open }: { readonly remembered: Pick<RememberedAgent, 'willOpen'>; readonly open: OpenAccount },
  { onSignedIn = () => undefined, onLost }: OpenAccountHooks,
): Promise<Account> {
  const seal = await remembered.willOpen(jid);
  const opening: Promise<Account> = open({
    jid,
    service,
    hubs,
    login,
    usedMechanisms,
    seal,
    onSignedIn,
    onDisabled: () => void opening.then((account) => onLost(account, signInRefusalOf(new StreamFailure('account-disabled')))),
    // Only this account's failure counts. A late write of an account that was left says nothing about the one that took its place.
    onStorageLost: (problem) =>
      void opening.then(
        (account) => onLost(account, { refused: 'sign-in', problem }),
        // An account that couldn't be opened has told so to whoever opened it.
        () => undefined,
      ),
  });
  return opening;
}

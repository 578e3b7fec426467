import { Turn } from '../../model/turn.ts';
import {
  dropUnusedDatabases,
  getLeftData,
  noteAgentLeft,
  noteMoved,
  noteSignedIn,
  noteTriedDatabase,
} from '../../storage/account-register.ts';
import { openAccountDatabase, StorageError } from '../../storage/database.ts';
import { accountDatabaseName, sealedDatabaseName } from '../../storage/database-name.ts';
import { deleteLeftData } from '../../storage/left-data.ts';
import type { LockState } from '../../storage/lock-state.ts';
import { changeProfile, getProfile, type Profile } from '../../storage/profile-store.ts';
import type { Seal } from '../../storage/sealed/seal.ts';
import type { SessionMemory, SessionSecrets } from './session-memory.ts';

export interface RememberedAgentOptions {
  readonly profile: string;
  readonly memory: SessionMemory;
  /** Forgets what is kept of an agent outside of this profile's databases. */
  readonly forgetElsewhere: () => Promise<void>;
}

/** Where an account's data is. */
interface Place {
  readonly name: string;
  readonly seal: Seal | undefined;
}

/**
 * Who is signed in under a profile: remembered, so that a host that is started again signs in by itself, and deleted with everything that is
 * stored of them when they leave or somebody else comes. What is to be deleted is written down first: a host that is killed meanwhile ends it
 * at its next start, before anybody is signed in.
 *
 * On a shared computer nothing of it can be read on the disk: who it is and their keys are in the browser's memory only, and their data is sealed by
 * a key that is there too. When the browser has ended, what it sealed is deleted.
 */
export class RememberedAgent {
  private isShared: boolean | undefined;
  private seal: Promise<Seal> | undefined;
  private readonly memoryTurn = new Turn();

  constructor(private readonly options: RememberedAgentOptions) {}

  /** Deletes what is to be deleted. @throws StorageError */
  async deleteLeft(): Promise<void> {
    const { profile, memory, forgetElsewhere } = this.options;
    await deleteLeftData(profile, async () => {
      const { sealKey } = await memory.get();
      await forgetElsewhere();
      // Whoever is here now still needs what their data is sealed by.
      await memory.put(sealKey && this.seal ? { sealKey } : {});
    });
  }

  /**
   * From now on the computer is shared, or isn't: what is stored of who is signed in is sealed or opened, and what nobody can open any more is
   * deleted. To be called at the start, and at changes, while no account is open. @throws StorageError
   */
  async setShared(isShared: boolean): Promise<void> {
    const { profile } = this.options;
    this.isShared = isShared;
    await this.deleteLeft();
    // What can be copied neither here nor there is deleted: the server has most of it.
    await this.moveRemembered().catch(() => this.willLeave());
    const current = await this.get();
    await dropUnusedDatabases(profile, current && (await this.placeOf(current.jid)).name);
    await this.deleteLeft();
  }

  /** As `setShared` said last. */
  get isSharedComputer(): boolean | undefined {
    return this.isShared;
  }

  /** Who was signed in last; with `keys` a host can sign in by itself. @throws StorageError */
  async get(): Promise<Profile | undefined> {
    const { profile: name, memory } = this.options;
    const { keys, agent } = await memory.get();
    if (this.isShared) return agent && { ...agent, keys };
    const profile = await getProfile(name);
    return profile && { ...profile, keys: profile.keys ?? keys };
  }

  /** The keys outlive the browser's end. @throws StorageError */
  async isKept(): Promise<boolean> {
    return !this.isShared && (await getProfile(this.options.profile))?.keys !== undefined;
  }

  /** Where keeping isn't allowed any more, what was kept until now lasts as long as the browser runs. @throws StorageError */
  async keepForSessionOnly(): Promise<void> {
    const { profile: name } = this.options;
    const profile = await getProfile(name);
    if (!profile?.keys) return;
    const { keys } = profile;
    await this.changeMemory((secrets) => ({ ...secrets, keys }));
    await changeProfile(name, (stored) => ({ ...stored, keys: undefined }));
  }

  /** An account's database is about to be opened. @returns what it is sealed by @throws StorageError also while what it held before is still being deleted */
  async willOpen(jid: string): Promise<Seal | undefined> {
    const { profile } = this.options;
    const { name, seal } = await this.placeOf(jid);
    if ((await getLeftData(profile)).names.includes(name)) {
      await this.deleteLeft();
      if ((await getLeftData(profile)).names.includes(name))
        throw new StorageError('What was stored of this account is still being deleted');
    }
    await noteTriedDatabase(profile, name);
    return seal;
  }

  /** The sign-in that it was opened for has failed: nothing of a mistyped address stays. @throws StorageError */
  async didFail(): Promise<void> {
    await this.deleteLeft();
  }

  /** They have signed in: whatever was there of others goes. @throws StorageError */
  async signedIn({ keys, ...agent }: Profile, isKept: boolean): Promise<void> {
    const { profile } = this.options;
    const { name } = await this.placeOf(agent.jid);
    const next = isKept && keys ? { ...agent, keys } : agent;
    await noteSignedIn(profile, name, this.isShared ? undefined : next);
    await this.deleteLeft();
    await this.changeMemory(({ sealKey }) => (this.isShared ? { keys, agent, sealKey } : { keys: isKept ? undefined : keys }));
  }

  /** Whether their desk is locked. Nothing is kept of an agent who isn't here any more. @throws StorageError */
  async putLock(jid: string, lock: LockState): Promise<void> {
    if (!this.isShared) return changeProfile(this.options.profile, (profile) => (profile.jid === jid ? { ...profile, lock } : profile));
    await this.changeMemory((secrets) => (secrets.agent?.jid === jid ? { ...secrets, agent: { ...secrets.agent, lock } } : secrets));
  }

  /** They leave: from here on nobody is remembered, and everything is to be deleted. @throws StorageError */
  async willLeave(): Promise<void> {
    await noteAgentLeft(this.options.profile);
    await this.changeMemory(() => ({}));
    this.seal = undefined;
  }

  /** Brings what is stored of who is signed in to where it belongs now, if it is elsewhere. */
  private async moveRemembered(): Promise<void> {
    const { profile, memory } = this.options;
    const [stored, secrets] = await Promise.all([getProfile(profile), memory.get()]);
    const { agent, keys, sealKey } = secrets;
    if (this.isShared && stored) {
      const { keys: storedKeys, ...agent } = stored;
      const { jid } = agent;
      // Before the profile goes: a host that is killed in between still knows who it is.
      await this.changeMemory((held) => ({ ...held, keys: storedKeys ?? keys, agent }));
      await this.move(jid, { name: accountDatabaseName(jid), seal: undefined }, undefined);
    } else if (!this.isShared && agent && sealKey) {
      const seal = await this.getSeal();
      await this.move(agent.jid, { name: await sealedDatabaseName(agent.jid, seal), seal }, agent);
      await this.changeMemory(() => ({ keys }));
      this.seal = undefined;
    }
  }

  /** Changes what the browser's memory holds: one change after the other, so that none undoes another. */
  private changeMemory(change: (secrets: SessionSecrets) => SessionSecrets): Promise<void> {
    const { memory } = this.options;
    return this.memoryTurn.take(async () => memory.put(change(await memory.get())));
  }

  /** Copies what is stored of an account to where it belongs now. */
  private async move(jid: string, from: Place, next: Profile | undefined): Promise<void> {
    const { copyDatabase } = await import('../../storage/copied-database.ts');
    const to = await this.placeOf(jid);
    await noteTriedDatabase(this.options.profile, to.name);
    const [source, target] = await Promise.all([from, to].map(({ seal }) => openAccountDatabase(jid, () => undefined, seal)));
    try {
      if (source && target) await copyDatabase(source, target);
    } finally {
      source?.close();
      target?.close();
    }
    await noteMoved(this.options.profile, to.name, next);
  }

  private async placeOf(jid: string): Promise<Place> {
    if (!this.isShared) return { name: accountDatabaseName(jid), seal: undefined };
    const seal = await this.getSeal();
    return { name: await sealedDatabaseName(jid, seal), seal };
  }

  /** The session's: made when it is first needed. */
  private getSeal(): Promise<Seal> {
    this.seal ??= (async () => {
      const { memory } = this.options;
      const { newSealKey, Seal } = await import('../../storage/sealed/seal.ts');
      const secrets = await memory.get();
      const sealKey = secrets.sealKey ?? newSealKey();
      if (!secrets.sealKey) await this.changeMemory((held) => ({ ...held, sealKey }));
      return Seal.of(sealKey);
    })();
    return this.seal;
  }
}

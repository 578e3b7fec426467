import { Turn } from '../../../model/turn.ts';
import {
  dropUnusedDatabases,
  getLeftData,
  noteAgentLeft,
  noteMoved,
  noteSignedIn,
  noteTriedDatabase,
} from '../../../storage/account-register.ts';
import { openAccountDatabase, StorageError } from '../../../storage/database.ts';
import { accountDatabaseName, sealedDatabaseName } from '../../../storage/database-name.ts';
import { deleteLeftData } from '../../../storage/left-data.ts';
import type { LockState } from '../../../storage/lock-state.ts';
import { changeProfile, getProfile, type Profile } from '../../../storage/profile-store.ts';
import type { Seal } from '../../../storage/sealed/seal.ts';
import type { SessionMemory, SessionSecrets } from './session-memory.ts';

export interface RememberedAgentOptions {
  readonly profile: string;
  readonly memory: SessionMemory;
  /** Forgets what is kept of an agent outside of this profile's databases. */
  readonly forgetElsewhere: () => Promise<void>;
  /** Called when what is stored of an agent couldn't be moved to where it belongs now, so that it is deleted. */
  readonly onNotMoved: () => void;
}

/** Where an account's data is. */
interface Place {
  readonly name: string;
  readonly seal: Seal | undefined;
}

/**
 * Remembers who is signed in under a profile, so that a host that is started again signs in by itself. When the agent leaves or somebody
 * else comes, everything that is stored of them is deleted. What is to be deleted is written down first, so that a host that was killed
 * meanwhile finishes at its next start, before anybody is signed in.
 *
 * On a shared computer nothing of it can be read on the disk: the agent's name and keys are in the browser's memory only, and their data is
 * sealed by a key that is there too. When the browser has ended, nobody has that key any more, and the sealed data is deleted.
 */
export class RememberedAgent {
  #isShared: boolean | undefined;
  #seal: Promise<Seal> | undefined;
  readonly #memoryTurn = new Turn();

  constructor(private readonly options: RememberedAgentOptions) {}

  /** Deletes what is to be deleted. @throws StorageError */
  async deleteLeft(): Promise<void> {
    const { profile, memory, forgetElsewhere } = this.options;
    await deleteLeftData(profile, async () => {
      const { sealKey } = await memory.get();
      await forgetElsewhere();
      // The agent who is here now still needs the key that seals their data.
      await memory.put(sealKey && this.#seal ? { sealKey } : {});
    });
  }

  /**
   * Takes the computer as shared from now on, or as not shared: seals or opens what is stored of the agent who is signed in, and deletes
   * what nobody can open any more. To be called at the start and at changes, while no account is open.
   * @throws StorageError
   */
  async setShared(isShared: boolean): Promise<void> {
    const { profile } = this.options;
    this.#isShared = isShared;
    await this.deleteLeft();
    // Where this fails nothing is deleted: it isn't known where anything belongs.
    const held = await Promise.all([getProfile(profile), this.options.memory.get()]);
    // What can't be copied is deleted. The server has most of it.
    await this.#moveRemembered(...held).catch(() => {
      this.options.onNotMoved();
      return this.willLeave();
    });
    const current = await this.get();
    await dropUnusedDatabases(profile, current && (await this.#placeOf(current.jid)).name);
    await this.deleteLeft();
  }

  /** What `setShared` was given last; undefined before that. */
  get isSharedComputer(): boolean | undefined {
    return this.#isShared;
  }

  /** The agent who was signed in last. If there are `keys`, a host can sign in by itself. @throws StorageError */
  async get(): Promise<Profile | undefined> {
    const { profile: name, memory } = this.options;
    const { keys, agent } = await memory.get();
    if (this.#isShared) return agent && { ...agent, keys };
    const profile = await getProfile(name);
    return profile && { ...profile, keys: profile.keys ?? keys };
  }

  /** Whether the keys are kept when the browser ends. @throws StorageError */
  async isKept(): Promise<boolean> {
    return !this.#isShared && (await getProfile(this.options.profile))?.keys !== undefined;
  }

  /**
   * Moves keys that aren't allowed to be kept any more into memory, so that they last only as long as the browser runs.
   * @throws StorageError
   */
  async keepForSessionOnly(): Promise<void> {
    const { profile: name } = this.options;
    const profile = await getProfile(name);
    if (!profile?.keys) return;
    const { keys } = profile;
    await this.#changeMemory((secrets) => ({ ...secrets, keys }));
    await changeProfile(name, (stored) => ({ ...stored, keys: undefined }));
  }

  /**
   * To be called before an account's database is opened.
   * @returns what it is sealed by
   * @throws StorageError also while what it held before is still being deleted
   */
  async willOpen(jid: string): Promise<Seal | undefined> {
    const { profile } = this.options;
    const { name, seal } = await this.#placeOf(jid);
    if ((await getLeftData(profile)).names.includes(name)) {
      await this.deleteLeft();
      if ((await getLeftData(profile)).names.includes(name))
        throw new StorageError('What was stored of this account is still being deleted');
    }
    await noteTriedDatabase(profile, name);
    return seal;
  }

  /**
   * To be called when the sign-in that the database was opened for has failed. Deletes it, so that nothing of a mistyped address stays.
   * @throws StorageError
   */
  async didFail(): Promise<void> {
    await this.deleteLeft();
  }

  /** To be called when an agent has signed in. Deletes everything that is stored of others. @throws StorageError */
  async signedIn({ keys, ...agent }: Profile, isKept: boolean): Promise<void> {
    const { profile } = this.options;
    const { name } = await this.#placeOf(agent.jid);
    const next = isKept && keys ? { ...agent, keys } : agent;
    await noteSignedIn(profile, name, this.#isShared ? undefined : next);
    await this.deleteLeft();
    await this.#changeMemory(({ sealKey }) => (this.#isShared ? { keys, agent, sealKey } : { keys: isKept ? undefined : keys }));
  }

  /** Stores whether the agent's desk is locked. Nothing is stored of an agent who isn't here any more. @throws StorageError */
  async putLock(jid: string, lock: LockState): Promise<void> {
    if (!this.#isShared) return changeProfile(this.options.profile, (profile) => (profile.jid === jid ? { ...profile, lock } : profile));
    await this.#changeMemory((secrets) => (secrets.agent?.jid === jid ? { ...secrets, agent: { ...secrets.agent, lock } } : secrets));
  }

  /** To be called when the agent leaves. From here on nobody is remembered, and everything is to be deleted. @throws StorageError */
  async willLeave(): Promise<void> {
    await noteAgentLeft(this.options.profile);
    await this.#changeMemory(() => ({}));
    this.#seal = undefined;
  }

  /** Moves what is stored of the agent who is signed in to where it belongs now, if it is elsewhere. */
  async #moveRemembered(stored: Profile | undefined, { agent, keys, sealKey }: SessionSecrets): Promise<void> {
    if (this.#isShared && stored) {
      const { keys: storedKeys, ...agent } = stored;
      const { jid } = agent;
      // This is done before the profile is deleted, so that a host that is killed in between still knows the agent.
      await this.#changeMemory((held) => ({ ...held, keys: storedKeys ?? keys, agent }));
      await this.#move(jid, { name: accountDatabaseName(jid), seal: undefined }, undefined);
    } else if (!this.#isShared && agent && sealKey) {
      const seal = await this.#getSeal();
      await this.#move(agent.jid, { name: await sealedDatabaseName(agent.jid, seal), seal }, agent);
      await this.#changeMemory(() => ({ keys }));
      this.#seal = undefined;
    }
  }

  /** Changes what the browser's memory holds. Changes are made one after the other, so that none undoes another. */
  #changeMemory(change: (secrets: SessionSecrets) => SessionSecrets): Promise<void> {
    const { memory } = this.options;
    return this.#memoryTurn.take(async () => memory.put(change(await memory.get())));
  }

  /** Copies what is stored of an account to where it belongs now. */
  async #move(jid: string, from: Place, next: Profile | undefined): Promise<void> {
    const { copyDatabase } = await import('../../../storage/copied-database.ts');
    const to = await this.#placeOf(jid);
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

  async #placeOf(jid: string): Promise<Place> {
    if (!this.#isShared) return { name: accountDatabaseName(jid), seal: undefined };
    const seal = await this.#getSeal();
    return { name: await sealedDatabaseName(jid, seal), seal };
  }

  /** The seal of this browser's session, which is made when it is first needed. */
  #getSeal(): Promise<Seal> {
    this.#seal ??= (async () => {
      const { memory } = this.options;
      const { newSealKey, Seal } = await import('../../../storage/sealed/seal.ts');
      const secrets = await memory.get();
      const sealKey = secrets.sealKey ?? newSealKey();
      if (!secrets.sealKey) await this.#changeMemory((held) => ({ ...held, sealKey }));
      return Seal.of(sealKey);
    })();
    return this.#seal;
  }
}

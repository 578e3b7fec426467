import type { OwnStatus } from '../../../model/agent.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Settings } from '../../../model/settings.ts';
import type { Overview, UnsentWork } from '../../../model/workspace.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import type { Journal } from '../../../storage/journal.ts';
import { ContactParts } from '../../contacts/contact-parts.ts';
import { MentionedContacts } from '../../contacts/reading/mentioned-contacts.ts';
import type { Peers } from '../../directory/peers.ts';
import type { Reach } from '../../directory/reach.ts';
import type { RememberedTargets } from '../../directory/remembered-targets.ts';
import type { Happenings } from '../../events/happenings.ts';
import type { Blocklist } from '../../gate/blocklist.ts';
import { History } from '../../im/history.ts';
import { endSessions } from '../../im/ending.ts';
import { Im } from '../../im/im.ts';
import { LinePart } from '../../im/line-part.ts';
import type { Transcripts } from '../../im/transcripts.ts';
import { Consultations } from '../../interactions/consultations.ts';
import type { InteractionEvents } from '../../interactions/interaction-events.ts';
import type { Interactions } from '../../interactions/interactions.ts';
import type { Connection } from '../../stream/connection.ts';
import type { Outbox } from '../../stream/outbox.ts';
import { VoiceParts } from '../../voice/voice-parts.ts';
import type { DeskAccount } from './desk-account.ts';
import { DeskLink } from './desk-link.ts';
import type { TargetDirectory } from '../../directory/target-directory.ts';
import type { OwnChoices } from './own-choices.ts';
import { readStoredDesk, type StoredDesk } from './stored-desk.ts';
import { SETTLE_MS, unsentWork } from './unsent-work.ts';

/** What goes on at the agent's desk: sessions, interactions with consultations, calls and contacts, and what waits to be sent for them. */
export class Desk {
  readonly jid: BareJid;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly choices: OwnChoices;
  readonly directory: TargetDirectory;
  readonly happenings: Happenings;
  readonly peers: Peers;
  readonly reach: Reach;
  readonly remembered: RememberedTargets;
  readonly blocklist: Blocklist;
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly transcripts: Transcripts;
  readonly history: History;
  readonly im: Im;
  readonly interactions: Interactions;
  /** What the pages that opened the interactions have still to be told. */
  readonly interactionEvents: InteractionEvents;
  readonly consultations: Consultations;
  readonly contacts: ContactParts;
  readonly voice: VoiceParts;
  readonly line: LinePart;
  readonly link: DeskLink;

  static async open(account: DeskAccount): Promise<Desk> {
    const { database, journal, jid, options } = account;
    // The account may have written something to the journal that isn't in the database yet.
    await journal.flushIfRoom();
    return new Desk(account, await readStoredDesk(database, journal, { jid, ...options }));
  }

  private constructor(
    private readonly account: DeskAccount,
    stored: StoredDesk,
  ) {
    const { jid, database, journal, presence, roster, peers, options } = account;
    const { changes, log, now } = options;
    const { outbox, transcripts } = stored;
    this.jid = jid;
    this.database = database;
    this.journal = journal;
    this.choices = account.choices;
    this.directory = account.directory;
    this.happenings = account.happenings;
    this.peers = peers;
    this.reach = account.reach;
    this.remembered = account.remembered;
    this.blocklist = account.blocklist;
    this.connection = account.connection;
    this.outbox = outbox;
    this.transcripts = transcripts;
    this.interactions = stored.interactions;
    this.interactionEvents = stored.interactionEvents;
    this.history = new History({ database, presence, peers, changes, log });
    this.im = new Im(stored.open, stored.storedIds, {
      me: jid,
      device: stored.device,
      database,
      journal,
      outbox,
      transcripts,
      presence,
      peers,
      history: this.history,
      changes,
      log,
      now,
      settings: () => this.settings,
      areNotificationsHeld: () => this.status.availability === 'do-not-disturb',
      onHappening: (happening, session) => {
        this.interactionEvents.note(happening, session);
        this.voice.noteSession(happening, session);
      },
      tell: (happening) => this.happenings.tell(happening),
    });
    this.consultations = new Consultations(this);
    this.contacts = new ContactParts({
      me: jid,
      database,
      journal,
      changes,
      now,
      im: this.im,
      nameOf: (peer) => roster.nameOf(peer),
      language: this.settings.language === 'auto' ? undefined : this.settings.language,
      place: options.contactPlace,
      mentioned: new MentionedContacts(this),
      log,
    });
    this.voice = new VoiceParts({ ...options, desk: this, database, outbox, journal });
    this.line = new LinePart({ im: this.im, reach: this.reach, changes, log });
    this.link = new DeskLink(this, { ...account.link, presence, log, now });
    this.line.look();
    // The policy may have changed since a host ran last.
    this.followPeers();
  }

  get status(): OwnStatus {
    return this.account.status;
  }

  get settings(): Settings {
    return this.account.settings;
  }

  get policy(): Policy {
    return this.account.policy;
  }

  /** What the overview shows of it. A part that our own code fails at is left out. */
  overview(): Pick<Overview, 'sessions' | 'interactions' | 'calls'> {
    const { im, interactions, voice } = this;
    const { log } = this.account.options;
    return {
      sessions: im.list(),
      interactions: log.containEach('interaction-view-failed', interactions.list(), (interaction) => ({
        ...interaction,
        canHold: voice.canHold(interaction),
      })),
      calls: log.contain('calls-view-failed', () => voice.list()) ?? [],
    };
  }

  /** Notes that a hook of a page has failed, or was late. */
  noteHook(hook: string, outcome: 'late' | 'failed'): void {
    this.account.options.log.note(`hook-${outcome} ${hook}`);
  }

  /** To be called when the agent leaves. Tells everybody within a few seconds what waits to be told, and that sessions are over. */
  async settle(): Promise<void> {
    await this.journal.whileRoom(endSessions(this.im, ['inviting', 'connecting', 'connected']));
    await Promise.all([this.outbox.whenSent(SETTLE_MS), this.contacts.settle()]);
  }

  /** What signing out now would lose; undefined for nothing. First sends what can be sent, and for that may end the open sessions. */
  wouldLose(): Promise<UnsentWork | undefined> {
    const { database, contacts, outbox } = this;
    return unsentWork({ database, outbox, contacts, settle: () => this.settle() });
  }

  async stop(): Promise<void> {
    await this.voice.stop();
    this.line.stop();
    this.im.stop();
    this.consultations.stop();
    this.contacts.stop();
    this.link.stop();
  }

  /** Turns down every invitation and call of this peer or, if none is given, the calls of all contacts. */
  async rejectAll(peer: BareJid | undefined): Promise<void> {
    if (peer !== undefined) await endSessions(this.im, ['invited'], peer);
    await this.voice.rejectAll(peer);
  }

  /**
   * Turns down what a peer who is being blocked asks for, and ends what goes on with them. They are told before the server keeps everything
   * back.
   */
  async leavePeer(peer: BareJid): Promise<void> {
    await endSessions(this.im, ['invited', 'inviting', 'connecting', 'connected'], peer);
    await this.voice.leavePeer(peer);
  }

  /** To be called when the directory or the policy may have changed who the agent's peers are. */
  followPeers(): void {
    this.im.followPeers();
    this.voice.followPeers();
    this.account.options.changes.announce('history');
  }
}

import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/notifications/notifications.ts';
import type { Notifications } from '../../../src/components/notifications/notifications.ts';
import { DEFAULT_SETTINGS } from '../../../src/model/settings.ts';
import type { ImSessionView, Overview } from '../../../src/model/workspace.ts';
import { deskFixture, type Desk } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { sampleInvitation, sampleMessage, sampleOverview, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

/** Replaces the browser's Notification, because a test can't see what the desktop shows. */
class ShownNotification {
  static readonly permission = 'granted';
  static shown: ShownNotification[] = [];
  onclick: (() => void) | null = null;
  isClosed = false;

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    ShownNotification.shown.push(this);
  }

  close(): void {
    this.isClosed = true;
  }
}

const RealNotification = Notification;
const RealAudioContext = AudioContext;

describe('an invitation to an agent who looks elsewhere', () => {
  let isAgentHere: boolean;
  /** What happened to the browser's real AudioContext. */
  let sounds: string[];

  beforeEach(() => {
    isAgentHere = false;
    sounds = [];
    ShownNotification.shown = [];
    window.Notification = ShownNotification as unknown as typeof Notification;
    document.hasFocus = () => isAgentHere;
    window.AudioContext = class extends RealAudioContext {
      constructor() {
        super();
        sounds.push('opened');
      }
      override async close(): Promise<void> {
        await super.close();
        sounds.push('closed');
      }
    };
  });

  afterEach(() => {
    window.Notification = RealNotification;
    window.AudioContext = RealAudioContext;
    Reflect.deleteProperty(document, 'hasFocus');
  });

  /** An invitation with a new id, because pages tell each other the ids that they have played a sound for. */
  const invitation = (changes: Partial<ImSessionView> = {}) =>
    sampleInvitation({ id: crypto.randomUUID(), createdAt: Date.now(), initialMessage: 'about the customer Maria Lindqvist', ...changes });

  async function desk(sessions: readonly ImSessionView[], changes: Partial<Overview> = {}): Promise<Desk<Notifications>> {
    const opened = await deskFixture<Notifications>(html`<backchannel-notifications-view></backchannel-notifications-view>`);
    opened.workspace.push('overview', sampleOverview({ sessions, ...changes }));
    await rendered();
    return opened;
  }

  const told = () => ShownNotification.shown.map(({ title, options }) => [title, options.body]);

  it('is shown on the desktop: who invites, and no more unless the agent turns the text on', async () => {
    await desk([invitation()]);
    expect(told()).to.deep.equal([['Instant message from Dana Ortiz', 'dortiz']]);
    await desk([invitation()], { settings: { ...DEFAULT_SETTINGS, isSoundOn: false, isTextOnDesktop: true } });
    expect(told()[1]).to.deep.equal(['Instant message from Dana Ortiz', 'about the customer Maria Lindqvist']);
  });

  it('comes to the front by a click', async () => {
    const asked = invitation();
    const { shown } = await desk([asked]);
    const { focus } = window;
    let isFocused = false;
    window.focus = () => void (isFocused = true);
    ShownNotification.shown[0]?.onclick?.();
    window.focus = focus;
    expect([isFocused, ShownNotification.shown[0]?.isClosed, shown]).to.deep.equal([true, true, [tabOfSession(asked.id)]]);
  });

  it('is removed when it ends', async () => {
    const { workspace } = await desk([invitation()]);
    workspace.push('overview', sampleOverview({ sessions: [] }));
    expect(ShownNotification.shown.map(({ isClosed }) => isClosed)).to.deep.equal([true]);
  });

  it('is not shown in Do Not Disturb, or if that is turned off, or to an agent who looks at the page', async () => {
    const silent = { ...DEFAULT_SETTINGS, isSoundOn: false };
    await desk([invitation()], { areNotificationsHeld: true, settings: { ...DEFAULT_SETTINGS, isSoundOn: true } });
    await desk([invitation()], { settings: { ...silent, areDesktopNotificationsOn: false } });
    isAgentHere = true;
    await desk([invitation()], { settings: silent });
    expect(told()).to.deep.equal([]);
    // A chime that is heard now is the first one.
    await desk([invitation()], { settings: { ...DEFAULT_SETTINGS, isSoundOn: true } });
    await waitUntil(() => sounds.includes('closed'));
    expect(sounds).to.deep.equal(['opened', 'closed']);
  });

  describe('and a message to such an agent', () => {
    const session = (changes: Partial<ImSessionView> = {}) => sampleSession({ id: crypto.randomUUID(), ...changes });
    const written = (before: ImSessionView): ImSessionView => ({ ...before, unread: 1, lastReceivedId: crypto.randomUUID() });
    const loud = { ...DEFAULT_SETTINGS, isSoundOn: true };

    it('is heard and shown on the desktop, with its text if the agent wants that, and taken back once it was read', async () => {
      const quiet = session();
      const opened = await desk([quiet], { settings: loud });
      opened.workspace.push('overview', sampleOverview({ sessions: [written(quiet)], settings: loud }));
      await waitUntil(() => sounds.includes('closed') && told().length > 0);
      expect(told()).to.deep.equal([['New message from Bill Martin', 'bmartin']]);
      opened.workspace.push('overview', sampleOverview({ sessions: [quiet], settings: loud }));
      await waitUntil(() => ShownNotification.shown[0]?.isClosed);

      const settings = { ...DEFAULT_SETTINGS, isSoundOn: false, isTextOnDesktop: true };
      opened.workspace.push('transcript', { entries: [sampleMessage(1, { body: 'The second charge is there' })], hasEarlier: false });
      opened.workspace.push('overview', sampleOverview({ sessions: [written(quiet)], settings }));
      await waitUntil(() => told().length > 1);
      expect(told()[1]).to.deep.equal(['Bill Martin', 'The second charge is there']);
    });

    it('is announced neither if it was there before, nor if a view shows it, nor in Do Not Disturb', async () => {
      const old = { ...session(), unread: 3, lastReceivedId: 'long ago' };
      const [seen, held, last] = [session(), session(), session({ peerName: 'Dana Ortiz' })];
      const inDoNotDisturb = await desk([held]);
      const opened = await desk([old, seen, last], { settings: loud });
      inDoNotDisturb.workspace.push('overview', sampleOverview({ sessions: [written(held)], areNotificationsHeld: true, settings: loud }));
      opened.workspace.push('overview', sampleOverview({ sessions: [old, written(seen), last], settings: loud }));
      // What is announced comes after the same wait, so that the others would have been announced before.
      opened.workspace.push('overview', sampleOverview({ sessions: [old, seen, written(last)], settings: loud }));
      await waitUntil(() => sounds.includes('closed') && told().length > 0);
      expect([told(), sounds]).to.deep.equal([[['New message from Dana Ortiz', 'bmartin']], ['opened', 'closed']]);
    });
  });
});

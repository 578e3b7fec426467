import type { MediaEvents } from '../channel/media-host.ts';
import type { CommandName } from '../channel/contract.ts';
import type { PageOffers } from '../channel/remote-workspace.ts';
import { BUILD_ID } from '../channel/build-id.ts';
import { VersionWatch } from '../channel/version-watch.ts';
import { watchLife } from '../channel/host-life.ts';
import { channelOfMessagePort } from '../channel/message-port.ts';
import type { ChannelPort } from '../channel/rpc.ts';
import '../components/interaction-tab/interaction-window.ts';
// The sign-in form is a part of this module, because most pages begin signed out. In a chunk of its own it would be larger, and come later.
import '../components/sign-in/sign-in-form.ts';
import type { LoadedTheme } from '../components/page-theme/load-theme.ts';
import type { VsCodeTheme } from '../components/page-theme/vscode-theme.ts';
import '../components/workspace/workspace-root.ts';
import type { CaseDataRule } from '../model/interaction/case-data-rules.ts';
import type { CardNumbersInMessages } from '../model/policy.ts';
import { reportActivity } from './activity.ts';
import { pageMedia } from './page-media.ts';
import { type ContactsOption, pageContactsOf } from './contacts-option.ts';
import { EmbeddedWorkspace } from './embedded-workspace.ts';
import { noChannel, watchStart } from './host-start.ts';
import { followLeaving } from './leaving.ts';
import { type WorkerOpener, workersAt } from './open-worker.ts';
import type { TabHostOptions } from './tab-host.ts';
import type { TelephonyOption } from './telephony-option.ts';
import type { GetToken } from './token-option.ts';

export type { Workspace } from '../channel/workspace.ts';
export type { CommandResult, DiagnosticsSlice as Diagnostics, Refusal, SignInRequest } from '../channel/contract.ts';
export type { EmbeddedWorkspace } from './embedded-workspace.ts';
export { InteractionError } from './interaction-error.ts';
export type * from '../client/client-types.ts';
export type { BackchannelError } from '../client/client-error.ts';
export type { ToldInteractionEvent as InteractionEvent } from '../model/desk/interaction-event.ts';
export type { ContactsOption, ContactSource } from './contacts-option.ts';
export type { WorkerOpener } from './open-worker.ts';
export type { WorkspaceError, WorkspaceErrorCode } from './workspace-error.ts';
export type { BackchannelWorkspaceElement } from './workspace-element.ts';
export type { TelephonyOption } from './telephony-option.ts';
export type { GetToken } from './token-option.ts';
export type { LoadedTheme } from '../components/page-theme/load-theme.ts';
export type { VsCodeTheme } from '../components/page-theme/vscode-theme.ts';
export type { CaseDataRule } from '../model/interaction/case-data-rules.ts';
export type { LogEntry } from '../model/log-entry.ts';
export type { Overview } from '../model/workspace.ts';

/**
 * Gives the page any theme of VS Code, whose tokens every element follows. Colours that couldn't be read are changed until they can be.
 * @param theme The theme's JSON, with comments or not, or what was read of it
 * @throws TypeError for what is no theme
 */
export async function loadTheme(theme: string | VsCodeTheme): Promise<LoadedTheme> {
  return (await import('../components/page-theme/load-theme.ts')).loadTheme(theme);
}

const loadAnswers = () => import('./page-answers.ts');

/** What the page decides for the profile: the option, the command that tells the session host of it, and what the command calls it. */
const DECISIONS = [
  ['isSharedComputer', 'setSharedComputer', 'isShared'],
  ['lockAfterMinutes', 'setLockAfterMinutes', 'minutes'],
  ['caseData', 'setCaseDataRules', 'rules'],
  ['guestHosts', 'setGuestHosts', 'hosts'],
  ['isPlainAllowed', 'setPlainAllowed', 'isAllowed'],
  ['trustedDomains', 'setTrustedDomains', 'hosts'],
  ['availabilityHubs', 'setAvailabilityHubs', 'hosts'],
  ['strangers', 'setStrangers', 'strangers'],
  ['cardNumbersInMessages', 'setCardNumbersInMessages', 'value'],
  ['retentionDays', 'setRetentionDays', 'days'],
  ['canWipe', 'setWipingAllowed', 'isAllowed'],
] as const satisfies readonly (readonly [keyof OpenWorkspaceOptions, CommandName, string])[];

/** Only browsers without SharedWorker load this. */
let joinTabHost: ((options: TabHostOptions) => ChannelPort) | undefined;

export interface OpenWorkspaceOptions {
  /** Keeps several agents of one browser apart; each profile has a session host and a sign-in of its own. */
  readonly profile?: string;
  /** Where the worker's script is, when it isn't beside this module. It must be of the page's own origin. */
  readonly workerUrl?: string | URL;
  /**
   * Gives a bearer token for the messaging server. It is asked for before each attempt to connect, so that give one that is good then. `refused`
   * is one that the server didn't take. If it rejects, it is asked again later; if it gives none, the agent has to sign in on your page.
   */
  readonly getToken?: GetToken;
  /** How the worker is opened, in place of `workerUrl`. The package's entry for bundlers passes it, because each bundler has an address of its own. */
  readonly workers?: WorkerOpener;
  /** What the session host can ask of a page around this document, for which a frame has the workspace. @internal */
  readonly offers?: PageOffers;
  /** Where contact information and contact history come from. @throws TypeError for an address that tokens can't be sent to */
  readonly contacts?: ContactsOption;
  /**
   * What is hidden, masked for colleagues, renamed and ordered of case data, key by key. It holds for the profile until other rules are
   * given; `[]` is none.
   */
  readonly caseData?: readonly CaseDataRule[];
  /**
   * The hosts whose users are contacts who call, such as `guest.support.example`, and nobody else's. It holds for the profile until others
   * are given; where none ever were, every host below the agents' own is one.
   */
  readonly guestHosts?: readonly string[];
  /**
   * Whether the password or the token may go to the messaging server as it is (SASL PLAIN), if the server offers nothing better. Some
   * servers take tokens only that way, or ask a directory. It holds for the profile until another page says otherwise.
   */
  readonly isPlainAllowed?: boolean;
  /**
   * The hosts, beside the agents' own, whose users are colleagues: exact hosts. It holds for the profile until others are given; `[]` is none.
   */
  readonly trustedDomains?: readonly string[];
  /**
   * The availability hubs of the agents' messaging server, at most two, such as `hub.support.example`, where its roster doesn't tell who is available.
   * It holds for the profile until others are given; `[]` is none.
   */
  readonly availabilityHubs?: readonly string[];
  /**
   * What becomes of people who write or call and are neither colleagues nor contacts. Their messages and calls are dropped (`'dropped'`,
   * the default), or shown with their whole address and a mark (`'marked'`). It holds for the profile until it is given anew.
   */
  readonly strangers?: 'dropped' | 'marked';
  /**
   * What becomes of a payment card number in a message that an agent sends: `ask`, the default, or `mask`. It holds for the profile until
   * another is given; what can't be read masks.
   */
  readonly cardNumbersInMessages?: CardNumbersInMessages;
  /**
   * Whether several agents use this computer. If so, nothing that is stored can be read once the worker has ended, and nobody is kept
   * signed in. It holds for the profile until the page says otherwise; give the same in all pages of a profile.
   */
  readonly isSharedComputer?: boolean;
  /**
   * After how many minutes without the agent their desk is locked: whole, up to 480; 0 is never. It holds for the profile until it is given anew, and
   * agents can't change it then; what can't be read locks after one.
   */
  readonly lockAfterMinutes?: number;
  /**
   * After how many days the browser deletes what is over: ended sessions with their transcripts, and what was read of contacts; 1 to 3,650. It holds for the
   * profile until it is given anew; what can't be read counts as 1.
   */
  readonly retentionDays?: number;
  /** Whether agents may delete their history, as they may where this was never given. It holds for the profile until it is given anew. */
  readonly canWipe?: boolean;
  /** The page's telephony, if it handles its contacts' calls itself and puts them on hold when it is asked to. */
  readonly telephony?: TelephonyOption;
}

/**
 * Opens the workspace of the agent who is, or is going to be, signed in under a profile. All tabs of a profile share one
 * session host, a SharedWorker, and so one connection and one state.
 */
export function openWorkspace(options: OpenWorkspaceOptions = {}): EmbeddedWorkspace {
  const { profile = 'default', workerUrl, workers = workersAt(workerUrl), getToken, contacts, isSharedComputer, telephony } = options;
  const { start, fail } = watchStart(workerUrl);
  const offers: PageOffers = {
    ...options.offers,
    media: (events: MediaEvents) => pageMedia(events, start.end.signal),
    version: new VersionWatch(BUILD_ID, performance.timeOrigin),
    ...(getToken && { tokens: { call: async (asked) => (await loadAnswers()).askForToken(getToken, asked) } }),
    ...(contacts && { contacts: pageContactsOf(contacts) }),
    ...(telephony && { telephony: { call: async (...asked) => (await loadAnswers()).askTelephony(telephony, ...asked) } }),
  };
  const workspace = new EmbeddedWorkspace(
    () => {
      if (!('SharedWorker' in globalThis)) {
        if (joinTabHost) return joinTabHost({ profile, workers, workerUrl, fail, ended: start.end.signal });
        // What waits for a channel opens another one when this one closes.
        const loading = import('./tab-host.ts').then((tabHost) => void ({ joinTabHost } = tabHost), fail);
        return { ...noChannel(), onClose: (handler) => void loading.then(handler) };
      }
      try {
        // The key that seals what is stored has to outlive a reload, which it does in Chromium. In other browsers the agent signs in again.
        const worker = workers.shared(profile, isSharedComputer ? { extendedLifetime: true } : {});
        worker.addEventListener('error', fail);
        return watchLife(channelOfMessagePort(worker.port));
      } catch (error) {
        fail(error);
        return noChannel();
      }
    },
    offers,
    start,
  );
  for (const [option, command, input] of DECISIONS) {
    const decided: unknown = options[option];
    // The session host reads the input, and takes what it can't read for the strictest.
    if (decided !== undefined) void workspace.commands[command]({ [input]: decided } as never);
  }
  if (telephony) void loadAnswers().then(({ followCallStates }) => followCallStates(workspace, telephony));
  reportActivity(workspace);
  // The session host must not go on answering a page that has gone, or that is in the back-forward cache.
  const untilEnd = { signal: workspace.ended };
  const willBeReplaced = followLeaving(untilEnd);
  globalThis.addEventListener('pagehide', () => workspace.suspend(willBeReplaced()), untilEnd);
  globalThis.addEventListener('pageshow', () => workspace.resume(), untilEnd);
  return workspace;
}

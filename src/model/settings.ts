import type { ShortcutModifiers } from './shortcut-modifiers.ts';

/** What an agent can set, or an organisation's policy for its agents. Times in milliseconds. */
export interface Settings {
  readonly invitationTimeoutMs: number;
  readonly notificationTimeoutMs: number;
  readonly isSoundOn: boolean;
  readonly areDesktopNotificationsOn: boolean;
  /**
   * Desktop notifications say what was written, not only who wrote. Off by default, because desktops keep what a notification says, and show it over
   * a locked screen.
   */
  readonly isTextOnDesktop: boolean;
  readonly theme: (typeof THEMES)[number];
  /** The language of the views; `auto` is the page's, or else the browser's. */
  readonly language: (typeof LANGUAGES)[number];
  /** Where the extension opens its main window: side panel or sidebar, a window of its own, or a tab. */
  readonly mainWindow: (typeof MAIN_WINDOWS)[number];
  /** The desk is locked when the agent has been away for so many minutes; 0 is never. */
  readonly lockAfterMinutes: number;
  /** What is held down for the workspace's own shortcuts. */
  readonly shortcuts: ShortcutModifiers;
  /** What the agent can reject an invitation with, separated by semicolons; empty is what Backchannel offers. */
  readonly rejectionWords: string;
  /** The devices for calls, as the browser names them; empty is the system's choice. */
  readonly microphoneId: string;
  readonly speakerId: string;
}

export const THEMES = ['auto', 'light', 'dark', 'high-contrast'] as const;
export const LANGUAGES = ['auto', 'en', 'de'] as const;
export const MAIN_WINDOWS = ['panel', 'window', 'tab'] as const;
/** The bounds of both time-outs. */
export const MIN_TIMEOUT_MS = 1_000;
export const MAX_TIMEOUT_MS = 600_000;
/** How long all that an invitation can be rejected with may be together, in UTF-16 units. */
export const MAX_REJECTION_WORDS = 500;
/** A working day: who wants the desk locked later wants it never. */
export const MAX_LOCK_MINUTES = 480;
/** On a shared computer, unless somebody has chosen otherwise. */
export const SHARED_LOCK_MINUTES = 5;

export const DEFAULT_SETTINGS: Settings = {
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  isSoundOn: true,
  areDesktopNotificationsOn: true,
  isTextOnDesktop: false,
  theme: 'auto',
  language: 'auto',
  mainWindow: 'panel',
  shortcuts: 'auto',
  lockAfterMinutes: 0,
  rejectionWords: '',
  microphoneId: '',
  speakerId: '',
};

/** What an agent has set, as it is stored. Until they set when the desk is locked, that depends on the computer. */
export type OwnSettings = Omit<Settings, 'lockAfterMinutes'> & Partial<Pick<Settings, 'lockAfterMinutes'>>;

const { lockAfterMinutes: _dependsOnComputer, ...unset } = DEFAULT_SETTINGS;
/** The settings of an agent who hasn't set any. */
export const UNSET_SETTINGS: OwnSettings = unset;

/** Bounds of an organisation's own reasons. */
export const MAX_REASONS = 20;
export const MAX_REASON_LENGTH = 60;
/** The most days for which a policy can have something kept. */
export const MAX_RETENTION_DAYS = 3_650;

/** Reasons offered beside Not Ready until an organisation brings its own. */
export const NOT_READY_REASONS = ['Break', 'Lunch', 'Meeting', 'Training'] as const;

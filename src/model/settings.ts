/** What an agent (later: an administrator's policy) can set. Times in milliseconds. */
export interface Settings {
  readonly invitationTimeoutMs: number;
  readonly notificationTimeoutMs: number;
  readonly isSoundOn: boolean;
  readonly areDesktopNotificationsOn: boolean;
  /** Desktop notifications say what was written, not only who wrote. */
  readonly isTextOnDesktop: boolean;
  readonly theme: 'auto' | 'light' | 'dark' | 'high-contrast';
}

export const DEFAULT_SETTINGS: Settings = {
  invitationTimeoutMs: 60_000,
  notificationTimeoutMs: 30_000,
  isSoundOn: true,
  areDesktopNotificationsOn: true,
  isTextOnDesktop: true,
  theme: 'auto',
};

/** Reasons offered beside Not Ready until an organisation brings its own. */
export const NOT_READY_REASONS = ['Break', 'Lunch', 'Meeting', 'Training'] as const;

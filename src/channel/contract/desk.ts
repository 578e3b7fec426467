import * as v from 'valibot';
import { OWN_AVAILABILITIES } from '../../model/agent.ts';
import {
  LANGUAGES,
  MAIN_WINDOWS,
  MAX_LOCK_MINUTES,
  MAX_REJECTION_WORDS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  THEMES,
} from '../../model/settings.ts';
import { SHORTCUT_MODIFIERS } from '../../model/shortcut-modifiers.ts';
import { bareJid } from './shapes.ts';

/* The agent's status and settings, and whom they keep away. */

const timeout = v.pipe(v.number(), v.integer(), v.minValue(MIN_TIMEOUT_MS), v.maxValue(MAX_TIMEOUT_MS));

export const lockMinutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LOCK_MINUTES));

export const deviceId = v.pipe(v.string(), v.maxLength(512));

export const rejectionWords = v.pipe(v.string(), v.maxLength(MAX_REJECTION_WORDS));

/** What a page may be asked before. */
export const HOOKS = ['invite', 'accept', 'send', 'end', 'share'] as const;

/** Every setting and its shape; a policy's too. */
export const SETTINGS = {
  invitationTimeoutMs: timeout,
  notificationTimeoutMs: timeout,
  isSoundOn: v.boolean(),
  areDesktopNotificationsOn: v.boolean(),
  isTextOnDesktop: v.boolean(),
  theme: v.picklist(THEMES),
  language: v.picklist(LANGUAGES),
  mainWindow: v.picklist(MAIN_WINDOWS),
  shortcuts: v.picklist(SHORTCUT_MODIFIERS),
  lockAfterMinutes: lockMinutes,
  rejectionWords,
  microphoneId: deviceId,
  speakerId: deviceId,
} as const;

/** A change of settings; what is absent stays. */
export const settingsChange = v.partial(v.object(SETTINGS));

/** An account, or a whole host: another program of the agent may have blocked one. */
const blockable = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.minLength(1), v.maxLength(3071));

export const deskCommands = {
  /** Sets the agent’s own status, with a reason where they give one. */
  setStatus: v.object({ availability: v.picklist(OWN_AVAILABILITIES), reason: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
  /** Changes those of the agent’s settings that are given. */
  changeSettings: settingsChange,
  /** Turns down whatever the target asks for, by message and by call; without a target, all contacts who call. */
  rejectAll: v.object({ target: v.optional(bareJid) }),
  /** Blocks the target: nothing of theirs comes through any more (XEP-0191), and what goes on with them ends. */
  block: v.object({ target: blockable }),
  /** Lets the target through again. */
  unblock: v.object({ target: blockable }),
  /** Deletes the sessions that were marked done, with their transcripts, and the calls that are over. */
  wipeHistory: v.object({}),
  /** Connects to the server now if there is no connection. Views send it when the agent comes back to them; each other command does so too. */
  reconnect: v.object({}),
  /** Notes for the diagnostics that a hook of the page has failed or taken too long, so that it went on without it. */
  noteHook: v.object({ hook: v.picklist(HOOKS), outcome: v.picklist(['late', 'failed']) }),
} as const;

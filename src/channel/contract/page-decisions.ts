import * as v from 'valibot';
import { lockMinutesOf } from '../../model/lock-minutes.ts';
import { CARD_NUMBERS_IN_MESSAGES, strangersOf } from '../../model/policy.ts';
import { retentionDaysOf } from '../../model/retention-days.ts';
import { readHosts } from '../allow-list.ts';
import { caseDataRules } from './case-data-rules-shape.ts';

/* What the page that embeds the widget decides, where there is no policy, until it decides otherwise. What can't be read restricts most. */

/** What isn't known masks them. */
export const cardNumbersInMessages = v.fallback(v.picklist(CARD_NUMBERS_IN_MESSAGES), 'mask');

/** Hosts, as they are in addresses, whose users may do something: call as contacts, or be colleagues. What names no host lets nobody. */
const hosts = v.pipe(
  v.unknown(),
  v.transform((given) => readHosts(given)),
);

export const pageDecisionCommands = {
  /** What is hidden, masked, renamed and ordered of case data: the option `caseData`. */
  setCaseDataRules: v.object({ rules: caseDataRules }),
  /** Where contacts call from. */
  setGuestHosts: v.object({ hosts }),
  /** The hosts whose users count as colleagues, beside the agent's own host; `setStrangers` decides what becomes of everybody else. */
  setTrustedDomains: v.object({ hosts }),
  /** The availability hubs of the agents' messaging server. */
  setAvailabilityHubs: v.object({ hosts }),
  /** What becomes of people who are neither colleagues nor contacts: `'dropped'` or `'marked'`. */
  setStrangers: v.object({
    strangers: v.pipe(
      v.unknown(),
      v.transform((given) => strangersOf(given)),
    ),
  }),
  /** Whether a password or a token may go to the server as it is (SASL PLAIN). */
  setPlainAllowed: v.object({ isAllowed: v.boolean() }),
  /** Whether agents are asked about card numbers in messages. */
  setCardNumbersInMessages: v.object({ value: cardNumbersInMessages }),
  /** Whether several agents use this computer. */
  setSharedComputer: v.object({
    isShared: v.pipe(
      v.unknown(),
      v.transform((given) => given !== false),
    ),
  }),
  /** After how many minutes the desk is locked. */
  setLockAfterMinutes: v.object({
    minutes: v.pipe(
      v.unknown(),
      v.transform((given) => lockMinutesOf(given)),
    ),
  }),
  /** After how many days what is over is deleted. */
  setRetentionDays: v.object({
    days: v.pipe(
      v.unknown(),
      v.transform((given) => retentionDaysOf(given)),
    ),
  }),
  /** Whether agents may delete their history. */
  setWipingAllowed: v.object({
    isAllowed: v.pipe(
      v.unknown(),
      v.transform((given) => given === true),
    ),
  }),
} as const;

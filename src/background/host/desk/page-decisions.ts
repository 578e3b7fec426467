import * as v from 'valibot';
import { readHosts } from '../../../channel/allow-list.ts';
import { readCaseDataRules } from '../../../channel/contract/case-data-rules-shape.ts';
import type { CommandArgument } from '../../../channel/contract.ts';
import { cardNumbersInMessages, pageDecisionCommands } from '../../../channel/contract/page-decisions.ts';
import { lockMinutesOf } from '../../../model/lock-minutes.ts';
import { NO_POLICY, type Policy, strangersOf } from '../../../model/policy.ts';
import { retentionDaysOf } from '../../../model/retention-days.ts';
import type { PageDecisions } from '../../../storage/policy-store.ts';

/** The parts of a policy that the page which embeds the widget may decide where there is no policy. */
export type PageDecided = Partial<
  Pick<
    Policy,
    | 'caseData'
    | 'guestHosts'
    | 'trustedDomains'
    | 'availabilityHubs'
    | 'strangers'
    | 'isPlainAllowed'
    | 'cardNumbersInMessages'
    | 'isSharedComputer'
    | 'retentionDays'
    | 'privileges'
    | 'settings'
  >
>;

/** The commands by which a page decides, each with the decision that its parsed input stands for. */
const PAGE_COMMANDS = {
  setCaseDataRules: ({ rules }) => ({ caseData: rules }),
  setGuestHosts: ({ hosts }) => ({ guestHosts: hosts }),
  setTrustedDomains: ({ hosts }) => ({ trustedDomains: hosts }),
  setAvailabilityHubs: ({ hosts }) => ({ availabilityHubs: hosts }),
  setStrangers: ({ strangers }) => ({ strangers }),
  setPlainAllowed: ({ isAllowed }) => ({ isPlainAllowed: isAllowed }),
  setCardNumbersInMessages: ({ value }) => ({ cardNumbersInMessages: value }),
  setSharedComputer: ({ isShared }) => ({ isSharedComputer: isShared }),
  setLockAfterMinutes: ({ minutes }) => ({ settings: { lockAfterMinutes: minutes } }),
  setRetentionDays: ({ days }) => ({ retentionDays: days }),
  setWipingAllowed: ({ isAllowed }) => ({ privileges: privilegesWith(isAllowed) }),
} satisfies { readonly [N in PageCommand]: (input: CommandArgument<N>) => PageDecided };

/** Of the privileges a page decides this one. */
const privilegesWith = (canWipe: boolean) => ({ ...NO_POLICY.privileges, canWipe });
const pagePrivileges = v.fallback(v.object({ canWipe: v.boolean() }), { canWipe: false });

/** The settings that a page may decide. */
const pageSettings = v.fallback(
  v.object({
    lockAfterMinutes: v.pipe(
      v.unknown(),
      v.transform((given) => lockMinutesOf(given)),
    ),
  }),
  { lockAfterMinutes: lockMinutesOf(undefined) },
);

export type PageCommand = keyof typeof pageDecisionCommands;

/** Reads one of these commands. @returns what it decides; undefined when the input hasn't its shape */
export function readDecision(name: PageCommand, input: unknown): PageDecided | undefined {
  const parsed = v.safeParse<(typeof pageDecisionCommands)[PageCommand]>(pageDecisionCommands[name], input);
  // The schema of this very name has parsed the input.
  return parsed.success ? PAGE_COMMANDS[name](parsed.output as never) : undefined;
}

export function isPageCommand(name: string): name is PageCommand {
  return Object.hasOwn(PAGE_COMMANDS, name);
}

/**
 * What the page that embeds the widget decided last. A decision that can't be read any more counts as the strictest one, as with a policy.
 */
export function pageDecisionsOf({
  caseData,
  guestHosts,
  trustedDomains,
  availabilityHubs,
  strangers,
  isPlainAllowed,
  cardNumbersInMessages: cardNumbers,
  isSharedComputer,
  retentionDays,
  privileges,
  settings,
}: PageDecisions): PageDecided {
  return {
    ...(caseData === undefined ? {} : { caseData: readCaseDataRules(caseData) }),
    ...(guestHosts === undefined ? {} : { guestHosts: readHosts(guestHosts) }),
    ...(trustedDomains === undefined ? {} : { trustedDomains: readHosts(trustedDomains) }),
    ...(availabilityHubs === undefined ? {} : { availabilityHubs: readHosts(availabilityHubs) }),
    ...(strangers === undefined ? {} : { strangers: strangersOf(strangers) }),
    ...(isPlainAllowed === undefined ? {} : { isPlainAllowed: isPlainAllowed === true }),
    ...(cardNumbers === undefined ? {} : { cardNumbersInMessages: v.parse(cardNumbersInMessages, cardNumbers) }),
    ...(isSharedComputer === undefined ? {} : { isSharedComputer: isSharedComputer !== false }),
    ...(retentionDays === undefined ? {} : { retentionDays: retentionDaysOf(retentionDays) }),
    ...(privileges === undefined ? {} : { privileges: privilegesWith(v.parse(pagePrivileges, privileges).canWipe) }),
    ...(settings === undefined ? {} : { settings: v.parse(pageSettings, settings) }),
  };
}

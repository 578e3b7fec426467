import type { UnsentRecord } from '../../model/contact/consultation-record.ts';
import type { RecentHappenings } from '../../model/desk/happening.ts';
import { NO_POLICY } from '../../model/policy.ts';
import { DEFAULT_SETTINGS } from '../../model/settings.ts';
import type { Overview } from '../../model/workspace.ts';
import { queryFor } from './shapes.ts';

/* What every view follows from its beginning. */

export const overviewQueries = {
  /** Who is signed in, the connection, and what is on the desk: sessions, interactions, calls, settings, policy. */
  overview: queryFor<Overview>()(
    {},
    {
      topicOf: () => 'overview' as const,
      shows: ({ sessions }) => sessions.map(({ peer }) => ({ kind: 'agent', jid: peer })),
      empty: {
        connection: { status: 'starting' },
        sessions: [],
        interactions: [],
        calls: [],
        settings: DEFAULT_SETTINGS,
        policy: NO_POLICY,
        areNotificationsHeld: false,
        blocklist: { peers: [], isOnServer: true },
      },
    },
  ),
  /** What has happened of late, for `NewHappenings`, by which each follower is told what comes after it has begun to follow. */
  happenings: queryFor<RecentHappenings>()({}, { topicOf: () => 'happenings' as const, empty: { life: '', happenings: [] } }),
  /** The consultations' records that the contact service hasn't taken, the newest first. */
  'unsent-records': queryFor<readonly UnsentRecord[]>()({}, { topicOf: () => 'unsent-records' as const, empty: [] }),
} as const;

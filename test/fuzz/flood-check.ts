import { BUDGETS, type BudgetHolder, type Cost, MOST_PENDING, MOST_RINGING } from '../../src/model/flood-limits.ts';
import type { Overview } from '../../src/model/workspace.ts';
import type { Desk } from '../host/desk.ts';
import type { ServerStream } from '../host/server-stream.ts';
import { GUEST_MARK, STRANGER_MARK } from './marks.ts';
import { Fault, inTime, PATIENCE_MS } from './patience.ts';

/** A sender who sends too many stanzas of one kind. */
interface Flood {
  readonly from: string;
  readonly holder: BudgetHolder;
  readonly cost: Cost;
  readonly stanza: (number: number) => string;
}

const propose = (from: string, id: string, what: string) =>
  `<message xmlns="jabber:client" type="chat" from="${from}" to="anna@support.example" id="m${id}"><propose xmlns="urn:xmpp:jingle-message:0" id="${id}">${what}</propose></message>`;
const GUEST = `${GUEST_MARK}1@guest.support.example`;
const STRANGER = `${STRANGER_MARK}@evil.example`;
const FLOODS: readonly Flood[] = [
  {
    from: 'cora@support.example',
    holder: 'colleague',
    cost: 'invitation',
    stanza: (number) => propose('cora@support.example/desk', `flood-im-${number}`, '<description xmlns="urn:backchannel:im:0"/>'),
  },
  {
    from: 'cora@support.example',
    holder: 'colleague',
    cost: 'call',
    stanza: (number) =>
      propose('cora@support.example/desk', `flood-call-${number}`, '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>'),
  },
  {
    from: GUEST,
    holder: 'guest',
    cost: 'call',
    stanza: (number) =>
      propose(
        `${GUEST}/x`,
        `flood-guest-${number}`,
        `<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><contact xmlns="urn:backchannel:call:0" name="${GUEST_MARK}"/>`,
      ),
  },
  {
    from: STRANGER,
    holder: 'stranger',
    cost: 'request',
    stanza: (number) =>
      `<iq xmlns="jabber:client" type="get" from="${STRANGER}/x" to="%ANNA%" id="flood-${number}"><ping xmlns="urn:xmpp:ping"/></iq>`,
  },
];
/** How many more stanzas are sent than the budget allows. */
const BEYOND = 20;

/** Checks that each kind of sender is held to its budget, whatever was sent before. @throws Fault */
export async function checkFloods(anna: Desk, stream: ServerStream): Promise<void> {
  for (const { from, holder, cost, stanza } of FLOODS) {
    const before = await droppedAs(anna, cost);
    const count = BUDGETS[holder][cost].each.burst + BEYOND;
    const beganAt = Date.now();
    for (let number = 0; number < count; number += 1) stream.inject(stanza(number).replaceAll('%ANNA%', stream.jid));
    await inTime(stream.settled(), `${count} stanzas of a flood were acknowledged`);
    const refilled = ((Date.now() - beganAt) / 1_000) * BUDGETS[holder][cost].each.perSecond;
    const dropped = (await droppedAs(anna, cost)) - before;
    if (dropped < BEYOND - refilled - 1) throw new Fault(`Of ${count} stanzas of ${from}, each a '${cost}', ${dropped} were dropped`);
  }
  checkWaiting(await anna.until(() => true, 'an overview', PATIENCE_MS));
}

async function droppedAs(anna: Desk, cost: Cost): Promise<number> {
  const { counts } = await anna.untilSlice({ kind: 'diagnostics' }, () => true, 'diagnostics', PATIENCE_MS);
  return counts.find(({ reason }) => reason === `flood-${cost}`)?.count ?? 0;
}

/** Checks that no more invitations and calls wait for the agent than are allowed. */
function checkWaiting({ sessions, calls }: Overview): void {
  for (const { from, holder } of FLOODS) {
    const isTheirs = ({ peer }: { readonly peer: string }) => peer === from;
    const waiting = sessions.filter((session) => isTheirs(session) && session.state.status === 'invited').length;
    if (waiting > MOST_PENDING[holder].each) throw new Fault(`${waiting} invitations of ${from} wait`);
    const ringing = calls.filter((call) => isTheirs(call) && call.state.status === 'invited').length;
    if (ringing > MOST_RINGING[holder].each) throw new Fault(`${ringing} calls of ${from} ring`);
  }
}

import { expect } from '@open-wc/testing';
import { ChangingPolicy } from './changing-policy.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';
import { NO_POLICY, type Policy } from '../../src/model/policy.ts';
import type { Slices } from '../../src/channel/contract.ts';

describe('a policy', () => {
  let server: ServerEnd;
  let policy: ChangingPolicy;
  let anna: Desk;
  let ben: Desk;

  async function open(given: Partial<Policy>): Promise<void> {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    policy = new ChangingPolicy(given);
    anna = await new Desk(server, 'anna', { policy }).signIn();
    ben = await new Desk(server, 'ben').signIn();
    await anna.workspace.commands.openInteraction({
      id: 'mail-1',
      media: 'email',
      contact: { name: 'Maria' },
      caseData: [
        { key: 'Score', value: '17' },
        { key: 'Plan', value: 'Business 20' },
        { key: 'Topic', value: 'Invoice' },
      ],
    });
  }

  afterEach(async () => {
    await Promise.all([anna.leave(), ben.leave()]);
    server.close();
  });

  it('that lets an agent neither start nor end sessions has the host refuse both, whoever asks; the agent can answer', async () => {
    await open({ privileges: { ...NO_POLICY.privileges, canMake: false, canRelease: false } });
    const { commands } = anna.workspace;
    const mayNot = (privilege: string) => ({ refused: 'not-allowed', privilege });
    expect(await commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid })).to.deep.equal(mayNot('make'));
    expect(await commands.consult({ sessionId: crypto.randomUUID(), interactionId: 'mail-1', target: ben.jid })).to.deep.equal(
      mayNot('make'),
    );
    const sessionId = await ben.talkWith(anna);
    await commands.send({ sessionId, messageId: 'm1', body: 'answered all the same' });
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['answered all the same']);
    expect(await commands.endSession({ sessionId })).to.deep.equal(mayNot('release'));
    await ben.session('anna', 'connected');
    await ben.workspace.commands.endSession({ sessionId });
    await anna.session('ben', 'ended');
  });

  it('hides and masks case data for good, whoever asks, and is followed when it changes', async () => {
    const hidden = { key: 'Score', isHidden: true };
    await open({ caseData: [hidden, { key: 'Plan', isMasked: true, label: 'Tariff' }] });
    const shown = ({ fields }: Slices['case-data']) => fields.map(({ key, label = key, value }) => `${label}: ${value}`);
    const has =
      (...texts: readonly string[]) =>
      (slice: Slices['case-data']) =>
        shown(slice).join() === texts.join();
    await anna.untilSlice(
      { kind: 'case-data', of: 'interaction', id: 'mail-1' },
      has('Tariff: Business 20', 'Topic: Invoice'),
      'what she sees',
    );
    await anna.workspace.commands.setCaseDataRules({ rules: [{ key: 'Score' }, { key: 'Plan' }] });
    const sessionId = crypto.randomUUID();
    await anna.workspace.commands.consult({ sessionId, interactionId: 'mail-1', target: ben.jid });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'A moment?' });
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    const query = { kind: 'case-data', of: 'session', id: sessionId } as const;
    await ben.untilSlice(query, has('Tariff: ••••••••', 'Topic: Invoice'), 'what he sees');
    policy.change({ caseData: [hidden, { key: 'Topic', isHidden: true }] });
    await ben.untilSlice(query, has('Plan: Business 20'), 'what he sees from then on');
  });

  it('that names the agents’ host lets nobody of another host sign in', async () => {
    await open({});
    policy.change({ domain: 'other.example' });
    await anna.until((overview) => overview.policy.domain === 'other.example', 'the policy is there');
    const carla = new Desk(server, 'carla', { policy });
    const { refused, problem } = await carla.workspace.commands
      .signIn({ jid: carla.jid, token: 'any', service: server.address, isKept: false })
      .then((result) => ({ problem: undefined, ...result }));
    expect([refused, problem]).to.deep.equal(['sign-in', 'not-allowed']);
    carla.workspace.close();
  });
});

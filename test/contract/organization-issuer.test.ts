import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { databaseOf } from '../../demo/crm/service/database.ts';
import { OrganizationIssuer } from '../../demo/crm/service/organization-issuer.ts';
import { makeContactService } from '../../demo/crm/service/service.ts';
import { issueToken } from '../../demo/crm/service/tokens.ts';
import { Issuer } from '../../demo/issuer.ts';
import { issueTokens, revokeToken } from '../fixtures/token-flow.ts';
import { AGENTS, REDIRECT_URI } from './service-under-test.ts';

const [NORA] = AGENTS;
const PASSWORD = 'a password of somebody';

/* The contact service with tokens of a real identity provider, as the extension gets them for messaging. */
for (const hasSignedTokens of [true, false]) {
  describe(`the tokens of the organization’s issuer, ${hasSignedTokens ? 'signed' : 'which it is asked about'}`, () => {
    const secret = randomBytes(32);
    let issuer: Issuer;
    let service: Awaited<ReturnType<typeof makeContactService>>;
    let address: string;

    before(async () => {
      issuer = await Issuer.start({
        domain: 'crm.example',
        redirectUris: [REDIRECT_URI],
        hasSignedTokens,
        users: ['nora', 'nobody'].map((name) => ({ name, password: PASSWORD })),
      });
      const settings = { address: issuer.address, audience: issuer.audience, claim: 'jid' };
      service = await makeContactService({
        database: databaseOf(() => undefined),
        secret,
        agents: AGENTS,
        organization: new OrganizationIssuer({ ...settings, ...(hasSignedTokens ? {} : { client: issuer.serverClient }) }, (id) =>
          AGENTS.find((agent) => agent.id === id),
        ),
        origins: [],
      });
      address = await service.listen({ port: 0, host: '127.0.0.1' });
    });
    after(async () => {
      await service.close();
      await issuer.close();
    });

    const tokenOf = async (name: string, clientId?: string) =>
      (await issueTokens(issuer, { name, password: PASSWORD, redirectUri: REDIRECT_URI, clientId })).accessToken;
    const ask = async (token: string) => {
      const answer = await fetch(`${address}/me`, { headers: { authorization: `Bearer ${token}` } });
      return answer.status === 200 ? answer.json() : answer.status;
    };

    it('are taken beside the service’s own, and name the agent of the service’s list', async () => {
      const nora = { id: NORA?.id, name: NORA?.name };
      assert.deepEqual(await ask(await tokenOf('nora')), nora);
      assert.deepEqual(await ask(await issueToken(secret, { id: NORA?.id ?? '', name: NORA?.name ?? '', teams: [] }, 60)), nora);
    });

    it('are refused if they are another application’s, somebody’s who isn’t on the list, or made up', async () => {
      assert.equal(await ask(await tokenOf('nora', 'another-application')), 401);
      assert.equal(await ask(await tokenOf('nobody')), 401);
      for (const token of ['nonsense', 'made.up.token']) assert.equal(await ask(token), 401);
      if (hasSignedTokens) return;
      const token = await tokenOf('nora');
      await revokeToken(issuer, token);
      assert.equal(await ask(token), 401);
    });

    it('are no reason to ask the agent to sign in while the issuer can’t be reached', async () => {
      const organization = new OrganizationIssuer(
        { address: 'http://127.0.0.1:1', audience: issuer.audience, claim: 'jid' },
        () => undefined,
      );
      await assert.rejects(organization.callerOf('made.up.token'), TypeError);
    });
  });
}

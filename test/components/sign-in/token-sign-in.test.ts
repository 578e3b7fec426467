import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/sign-in/token-sign-in.ts';
import type { TokenSignIn } from '../../../src/components/sign-in/token-sign-in.ts';
import type { SignInProblem } from '../../../src/model/workspace.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { deepHas, deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';

const TEMPLATE = html`<backchannel-token-sign-in></backchannel-token-sign-in>`;
const signedOut = (problem?: SignInProblem) =>
  sampleOverview({ me: undefined, connection: { status: 'signed-out', problem, by: 'token' } });

describe('backchannel-token-sign-in', () => {
  itKeepsTheElementContract(
    'backchannel-token-sign-in',
    () => TEMPLATE,
    ({ workspace }) => workspace.push('overview', signedOut('token-refused')),
  );

  it('says why nobody is signed in, and asks for no password', async () => {
    const desk = await deskFixture<TokenSignIn>(TEMPLATE);
    for (const [problem, words] of [
      ['token-refused', "doesn't accept"],
      ['sign-in-needed', "aren't signed in"],
      ['issuer-unreachable', "can't be reached"],
      ['other-account', 'somebody else'],
      ['account-disabled', 'disabled'],
    ] as const) {
      desk.workspace.push('overview', signedOut(problem));
      await rendered();
      expect(deepQuery(desk.element, '[role="alert"]').textContent).to.include(words);
    }
    expect(deepHas(desk.element, 'input')).to.equal(false);
  });

  it('speaks of no password, whatever is the matter, because nobody has typed one', async () => {
    const desk = await deskFixture<TokenSignIn>(TEMPLATE);
    // The others come only where a password was given.
    for (const problem of ['plain-sign-in', 'weaker-sign-in', 'certificate', 'insecure-connection', 'insecure-page'] as const) {
      desk.workspace.push('overview', signedOut(problem));
      await rendered();
      const { textContent } = deepQuery(desk.element, '[role="alert"]');
      expect(textContent?.trim(), problem).not.to.equal('');
      expect(textContent, problem).not.to.match(/password/i);
    }
  });

  it('signs in whoever has the next token, and says what that came to', async () => {
    const desk = await deskFixture<TokenSignIn>(TEMPLATE);
    desk.workspace.push('overview', signedOut());
    await rendered();
    desk.workspace.answer('signIn', { refused: 'sign-in', problem: 'issuer-unreachable' });
    deepQuery<HTMLButtonElement>(desk.element, 'button').click();
    // The sentences of refusals are loaded with the first one.
    await waitUntil(() => deepQuery(desk.element, '[role="alert"]').textContent?.includes("can't be reached"));
    expect(desk.workspace.inputsOf('signIn')).to.deep.equal([{}]);
  });
});

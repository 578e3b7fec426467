import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';

const NUMBER = 'The card is 4111 - 1111\u200B 1111/1111, thanks';
const MASKED = 'The card is •••• - ••••\u200B ••••/1111, thanks';

describe('a card number in a message', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let sessionId: string;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    sessionId = await at.desks.anna.talkWith(at.desks.ben);
  });

  afterEach(() => at.close());

  const send = (body: string, cardNumbers?: 'mask' | 'as-is') =>
    at.desks.anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body, ...(cardNumbers ? { cardNumbers } : {}) });

  it('is never sent without a word, whichever view or page sends it', async () => {
    const { anna, ben } = at.desks;
    expect(await send(NUMBER)).to.deep.equal({ refused: 'card-number' });
    expect(await send('Order 20931, +49 30 901820')).to.deep.equal({});
    expect(await send(NUMBER, 'mask')).to.deep.equal({});
    expect(await send(NUMBER, 'as-is')).to.deep.equal({});
    const said = ['Order 20931, +49 30 901820', MASKED, NUMBER];
    expect(await ben.messages(sessionId, 3)).to.deep.equal(said);
    expect(await anna.messages(sessionId, 3)).to.deep.equal(said);
  });

  it('is never sent where the organization has it masked, whatever is asked for, nor kept in a draft', async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.setCardNumbersInMessages({ value: 'mask' });
    expect(await send(NUMBER)).to.deep.equal({ isMasked: true });
    expect(await send(NUMBER, 'as-is')).to.deep.equal({ isMasked: true });
    expect(await ben.messages(sessionId, 2)).to.deep.equal([MASKED, MASKED]);
    await anna.workspace.commands.saveDraft({ sessionId, text: NUMBER, writer: 'w' });
    expect(await anna.untilSlice({ kind: 'draft', sessionId }, () => true, 'a draft')).to.have.property('text', MASKED);
  });

  it('is masked where what the page has decided can not be read', async () => {
    const { anna } = at.desks;
    // A page's script may give anything.
    await anna.workspace.commands.setCardNumbersInMessages(JSON.parse('{"value": "aks"}') as { value: 'ask' });
    expect(await send(NUMBER, 'as-is')).to.deep.equal({ isMasked: true });
  });

  it('is asked about in the first message of a consultation too', async () => {
    const { anna, ben } = at.desks;
    await anna.workspace.commands.openInteraction({ id: 'mail-1', media: 'email', contact: { name: 'Maria' } });
    const consultation = crypto.randomUUID();
    await anna.workspace.commands.consult({ sessionId: consultation, interactionId: 'mail-1', target: ben.jid });
    expect(await anna.workspace.commands.send({ sessionId: consultation, messageId: 'm', body: NUMBER })).to.deep.equal({
      refused: 'card-number',
    });
    expect(
      await anna.workspace.commands.send({ sessionId: consultation, messageId: 'm', body: NUMBER, cardNumbers: 'mask' }),
    ).to.deep.equal({});
    expect(await ben.messages(consultation, 1)).to.deep.equal([MASKED]);
  });
});

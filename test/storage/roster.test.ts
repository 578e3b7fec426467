import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Peers } from '../../src/background/directory/peers.ts';
import { Presence } from '../../src/background/directory/presence.ts';
import { RememberedTargets } from '../../src/background/directory/remembered-targets.ts';
import { Roster } from '../../src/background/directory/roster.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const ME = 'mia@team.example';
const item = (jid: string, name: string) => ({ jid, name, groups: [] });

describe('internal targets who look alike', () => {
  let database: AccountDatabase;
  let changes: Changes;
  let roster: Roster;
  let peers: Peers;

  beforeEach(async () => {
    database = await openAccountDatabase(ME, () => undefined);
    const journal = new Journal(database, { onFailure: () => undefined });
    changes = new Changes();
    roster = new Roster(ME, new RememberedTargets([], [], journal, changes), new Presence(journal, changes), journal, changes, {
      ownName: 'Mia Meier',
    });
    peers = new Peers(ME, roster, () => ({ strangers: 'marked' }));
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(ME);
  });

  const shown = () =>
    Object.fromEntries(
      roster
        .find({ search: '', filter: 'agents', first: 0, count: 10 })
        .rows.map((row) => (row.kind === 'agent' ? [row.jid, row.name] : [])),
    );

  it('are never shown without their logon and host, in the list or as a peer', () => {
    roster.load([item('anna@team.example', 'Anna Adams'), item('anna2@team.example', 'anna adams'), item('ben@team.example', 'Ben Baker')]);
    expect(shown()).to.deep.equal({
      'anna@team.example': 'Anna Adams (anna@team.example)',
      'anna2@team.example': 'anna adams (anna2@team.example)',
      'ben@team.example': 'Ben Baker',
    });
    expect(peers.viewOf('anna2@team.example')).to.deep.equal({
      peerLogon: 'anna2@team.example',
      peerName: 'anna adams (anna2@team.example)',
    });
    expect(peers.viewOf('ben@team.example')).to.deep.equal({ peerLogon: 'ben', peerName: 'Ben Baker' });
  });

  it('show what XEP-0106 escapes in a logon, unless it would read like somebody else’s address', () => {
    const [clean, mail, own, listed] = ['d\\27artagnan', 'eva\\40mail.example', 'ben\\40team.example', 'fay\\40other.example'].map(
      (local) => `${local}@team.example`,
    ) as [string, string, string, string];
    roster.load([item(clean, 'Charles'), item(mail, 'Eva'), item(own, 'Otto'), item(listed, 'Ina'), item('fay@other.example', 'Fay')]);
    expect(peers.viewOf(clean)).to.deep.equal({ peerLogon: "d'artagnan", peerName: 'Charles' });
    expect(peers.viewOf(mail).peerLogon).to.equal('eva@mail.example');
    expect(peers.viewOf(own)).to.deep.equal({ peerLogon: own, peerName: `Otto (${own})` });
    expect(peers.viewOf(listed).peerLogon).to.equal(listed);
    expect(peers.viewOf('mia\\40mail.example@team.example').peerLogon).to.equal('mia\\40mail.example@team.example');
    expect(peers.viewOf('d\\27artagnan\\40team.example@evil.example').peerName).to.equal("⚠︎ d'artagnan\\40team.example@evil.example");
  });

  it('are found by their address, as it is written and as it is escaped', () => {
    roster.load([item('bob@localhost', 'Bob'), item('d\\27artagnan@localhost', 'Charles'), item('bob@team.example', 'Robert')]);
    const found = (search: string) =>
      roster.find({ search, filter: 'all', first: 0, count: 10 }).rows.map((row) => (row.kind === 'agent' ? row.jid : row.id));
    expect(found('bob@localhost')).to.deep.equal(['bob@localhost']);
    expect(found('Bob@Local')).to.deep.equal(['bob@localhost']);
    expect(found("d'artagnan@localhost")).to.deep.equal(['d\\27artagnan@localhost']);
    expect(found("d'art")).to.deep.equal(['d\\27artagnan@localhost']);
    expect(found('localhost')).to.deep.equal([]);
  });

  it('are told apart too if the letters are of another script: views are updated when that is known', async () => {
    const heard = new Promise<void>((resolve) => {
      roster.load([item('anna@team.example', 'Anna Adams'), item('anna2@team.example', 'Аnnа Adams')]);
      changes.follow('targets', resolve);
    });
    await heard;
    expect(shown()).to.deep.equal({
      'anna@team.example': 'Anna Adams (anna@team.example)',
      'anna2@team.example': 'Аnnа Adams (anna2@team.example)',
    });
  });

  it('can not pass for this agent, whose own name is shown without an address', () => {
    roster.load([item('mallory@team.example', 'Mia Meier'), item('eve@team.example', 'mia')]);
    expect(shown()).to.deep.equal({
      'eve@team.example': 'mia (eve@team.example)',
      'mallory@team.example': 'Mia Meier (mallory@team.example)',
    });
    expect(roster.nameOf(ME)).to.equal('Mia Meier');
  });

  it('can not pass for a colleague by a logon with the same words, from one host or from two', () => {
    roster.load([item('anna@team.example', 'Anna Adams'), item('anna@partner.example', 'Ann')]);
    expect(shown()).to.deep.equal({
      'anna@partner.example': 'Ann (anna@partner.example)',
      'anna@team.example': 'Anna Adams (anna@team.example)',
    });
    expect(peers.viewOf('anna@team.example').peerLogon).to.equal('anna@team.example');
  });

  it('are told apart only as long as there are two of them', () => {
    roster.load([item('anna@team.example', 'Anna Adams'), item('anna2@team.example', 'Anna Adams')]);
    roster.update([item('anna2@team.example', 'Anna Bell')], []);
    expect(shown()).to.deep.equal({ 'anna@team.example': 'Anna Adams', 'anna2@team.example': 'Anna Bell' });
    roster.update([item('anna2@team.example', 'Anna Adams')], []);
    roster.load([item('anna@team.example', 'Anna Adams')]);
    expect(shown()).to.deep.equal({ 'anna@team.example': 'Anna Adams' });
  });
});

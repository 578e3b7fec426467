import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readCsv } from '../../demo/directory/import/csv.ts';
import { readLdif } from '../../demo/directory/import/ldif.ts';
import { readSource } from '../../demo/directory/import/read-source.ts';
import { readScim } from '../../demo/directory/import/scim.ts';
import { sendJson, startFaultyService } from '../fixtures/faulty-service.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

describe('a directory’s sources', () => {
  it('CSV: quoted fields, lists, other columns, and bad rows by their line', () => {
    const text = [
      'ID,Name,Groups,Office,Kind',
      'nora@crm.example,"Lind, Nora",Billing; Claims,7,',
      'omar@crm.example,Omar',
      'Billing,"Billing\nof all sites",,,Group',
      'pia@crm.example,Pia,,,agent',
    ].join('\r\n');
    const { targets, bad } = readCsv(`\uFEFF${text}`);
    assert.deepEqual(
      targets.map(({ value }) => value),
      [
        { kind: 'agent', id: 'nora@crm.example', name: 'Lind, Nora', groups: ['Billing', 'Claims'], skills: [] },
        { kind: 'group', id: 'Billing', name: 'Billing\nof all sites' },
        { kind: 'agent', id: 'pia@crm.example', name: 'Pia', groups: [], skills: [] },
      ],
    );
    assert.deepEqual(
      bad.map(({ at }) => at),
      ['line 3'],
    );
    assert.throws(() => readCsv('mail,name\na@b,A\n'), /no column id/);
  });

  it('LDIF: folded lines, Base64, groups by DN and by logon, skills, and bad entries by their line', () => {
    const text = `version: 1

# A comment
dn: uid=nora,ou=People,dc=crm,dc=example
objectClass: inetOrgPerson
uid: nora
cn: Nora
displayName:: ${Buffer.from('Nora Lünd').toString('base64')}
departmentNumber: Nig
 ht shift

dn: cn=Billing, ou=Groups,dc=crm,dc=example
objectClass: groupOfNames
cn: Billing
member: UID=nora, ou=People,dc=crm,dc=example

dn: cn=Danish,ou=Groups,dc=crm,dc=example
objectClass: posixGroup
businessCategory: skill
cn: Danish
memberUid: nora

dn: uid=bad,ou=People,dc=crm,dc=example
what is this

dn: ou=People,dc=crm,dc=example
objectClass: organizationalUnit
ou: People
`;
    const { targets, bad } = readLdif(text, { domain: 'crm.example' });
    assert.deepEqual(
      targets.map(({ value }) => value),
      [
        { kind: 'group', id: 'Billing', name: 'Billing' },
        { kind: 'skill', id: 'Danish', name: 'Danish' },
        { kind: 'agent', id: 'nora@crm.example', name: 'Nora Lünd', groups: ['Billing', 'Night shift'], skills: ['Danish'] },
      ],
    );
    assert.deepEqual(
      bad.map(({ at }) => at),
      ['line 24'],
    );
  });

  it('SCIM: users and groups, without those that aren’t active, and bad resources by their place', () => {
    const resources = [
      { schemas: [GROUP], id: 'g1', displayName: 'Billing', members: [{ value: 'u1' }] },
      { schemas: [USER], id: 'u1', userName: 'nora', displayName: 'Nora Lind', roles: [{ value: 'Danish' }] },
      { schemas: [USER], id: 'u2', userName: 'omar@crm.example', name: { formatted: 'Omar Aziz' }, groups: [{ value: 'g1' }] },
      { schemas: [USER], id: 'u3', userName: 'gone', active: false },
      { schemas: [USER], id: 'u4', userName: 7 },
    ];
    const { targets, bad } = readScim(resources, { domain: 'crm.example' });
    assert.deepEqual(
      targets.map(({ value }) => value),
      [
        { kind: 'group', id: 'Billing', name: 'Billing' },
        { kind: 'agent', id: 'nora@crm.example', name: 'Nora Lind', groups: ['Billing'], skills: ['Danish'] },
        { kind: 'agent', id: 'omar@crm.example', name: 'Omar Aziz', groups: ['Billing'], skills: [] },
      ],
    );
    assert.deepEqual(
      bad.map(({ at }) => at),
      ['Resources[4]'],
    );
  });

  it('a SCIM service: all its pages, with the token', async () => {
    const users = Array.from({ length: 3 }, (_, index) => ({ schemas: [USER], id: `u${index}`, userName: `agent${index}@crm.example` }));
    const service = await startFaultyService((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (request.headers.authorization !== 'Bearer secret') return sendJson(response, 401, {});
      const all = pathname === '/scim/v2/Users' ? users : [];
      const start = Number(searchParams.get('startIndex'));
      // It gives fewer than were asked for, as services may.
      sendJson(response, 200, { totalResults: all.length, startIndex: start, Resources: all.slice(start - 1, start + 1) });
    });
    try {
      const { targets } = await readSource('scim', `${service.address}/scim/v2/`, { token: 'secret' });
      assert.equal(targets.length, 3);
      await assert.rejects(readSource('scim', `${service.address}/scim/v2`, {}), /401/);
    } finally {
      await service.stop();
    }
  });

  it('a file that isn’t of its format at all is an error, so that nothing is changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sources '));
    try {
      await writeFile(join(folder, 'scim.json'), '{"Resources": "none"}');
      await assert.rejects(readSource('scim', join(folder, 'scim.json'), {}), /no list response/);
      await assert.rejects(readSource('csv', join(folder, 'none.csv'), {}), /ENOENT/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

import type { RosterGroup, ServerAccount } from './server-accounts.ts';

/** Gives a running ejabberd a command, by its HTTP interface (mod_http_api) at the address. @returns its answer */
export async function askEjabberd(
  control: string,
  command: string,
  given: Readonly<Record<string, string | number>> = {},
): Promise<unknown> {
  const response = await fetch(`${control}/${command}`, { method: 'POST', body: JSON.stringify(given) });
  // What is there already needn't be made.
  if (!response.ok && response.status !== 409)
    throw new Error(`ejabberd answered ${response.status} to ${command}: ${await response.text()}`);
  return response.json();
}

/** Makes accounts at a running ejabberd, with their display names. */
export async function addEjabberdAccounts(control: string, accounts: readonly ServerAccount[]): Promise<void> {
  for (const { username: user, password, host = 'localhost', name } of accounts) {
    await askEjabberd(control, 'register', { user, host, password });
    if (name !== undefined) await askEjabberd(control, 'set_vcard', { user, host, name: 'FN', content: name });
  }
}

/** Makes groups in the rosters of a host's agents. */
export async function addEjabberdGroups(control: string, host: string, groups: readonly RosterGroup[]): Promise<void> {
  const all = groups.filter(({ isPublic }) => isPublic).map(({ name }) => name);
  // All groups are made before the first has members, because ejabberd looks at each group that is displayed.
  for (const { name } of groups) {
    // What stands between two names is a backslash and an n.
    const display = [...new Set([name, ...all])].join('\\n');
    await askEjabberd(control, 'srg_create', { group: name, host, label: name, description: '', display });
  }
  for (const { name, members } of groups) {
    for (const { jid } of members) {
      const [user = ''] = jid.split('@');
      await askEjabberd(control, 'srg_user_add', { user, host, group: name, grouphost: host });
    }
  }
}

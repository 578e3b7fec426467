/** The messaging servers that the demo and the tests can start. */
const SERVER_KINDS = ['prosody', 'ejabberd'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];
export const isServerKind = (name: string): name is ServerKind => SERVER_KINDS.some((kind) => kind === name);

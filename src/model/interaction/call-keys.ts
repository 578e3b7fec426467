/** What a contact's call brings as case data, by these keys. */
export const CALL_KEYS = ['Topic', 'Name', 'Number', 'Page', 'Group'] as const;
export type CallKey = (typeof CALL_KEYS)[number];

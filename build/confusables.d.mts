/** The two tables as modules, by their files' names. */
export function confusablesModules(): Readonly<Record<'confusables-latin.ts' | 'confusables.ts', string>>;

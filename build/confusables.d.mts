/** The two tables as modules, by their file names. */
export function confusablesModules(): Readonly<Record<'confusables-latin.ts' | 'confusables.ts', string>>;

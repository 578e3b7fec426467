import type { InputOptions, Plugin } from 'rolldown';

export const BROWSER: InputOptions;
export function productPlugins(): Plugin[];

import type { Plugin } from 'rollup';

export function packagePlugins(): Plugin[];
export function productPlugins(): Plugin[];

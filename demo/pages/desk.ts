import { showAgentWorkspace } from './agent-workspace.ts';

document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en';
await showAgentWorkspace();

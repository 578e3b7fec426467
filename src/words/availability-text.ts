import { msg } from '@lit/localize';
import type { AgentStatus, Availability } from '../model/agent.ts';

/** An availability in words. */
export function availabilityText(availability: Availability): string {
  switch (availability) {
    case 'ready':
      return msg('Ready');
    case 'not-ready':
      return msg('Not Ready');
    case 'after-call-work':
      return msg('After Call Work');
    case 'do-not-disturb':
      return msg('Do Not Disturb');
    case 'on-call':
      return msg('On a Call');
    case 'logged-off':
      return msg('Logged off');
    case 'reconnecting':
      return msg('Reconnecting');
    case 'unknown':
      return msg('Unknown');
  }
}

/** The reasons we offer are translated; an organisation's own are shown as they are. */
export function reasonText(reason: string): string {
  switch (reason) {
    case 'Break':
      return msg('Break');
    case 'Lunch':
      return msg('Lunch');
    case 'Meeting':
      return msg('Meeting');
    case 'Training':
      return msg('Training');
    default:
      return reason;
  }
}

/** "Not Ready, Lunch" */
export function agentStatusText(status: AgentStatus): string {
  const words = availabilityText(status.availability);
  return status.reason ? `${words}, ${reasonText(status.reason)}` : words;
}

import type { ImSessionView } from '../../../model/workspace.ts';
import type { ServiceSource, ServiceSourceOptions } from '../../directory/service/service-source.ts';
import type { TargetDirectory } from '../../directory/target-directory.ts';
import type { AccountOptions } from './account-options.ts';

interface Needed extends Omit<ServiceSourceOptions, 'me' | 'peers' | 'place'>, Pick<AccountOptions, 'jid' | 'contactPlace'> {
  readonly peers: () => readonly ImSessionView[];
}

export interface OpenDirectory extends TargetDirectory {
  stop(): void;
}

/**
 * The roster, and beside it the organisation's directory service if there is one, beside the contact service. Only who has one loads its code; while
 * that can't be loaded, the roster alone answers.
 */
export function openDirectory(options: Needed): OpenDirectory {
  const { roster, log, contactPlace } = options;
  let source: Promise<ServiceSource> | undefined;
  const place = () => {
    const contacts = contactPlace();
    return contacts?.kind === 'service' && contacts.directory ? { service: contacts.directory, contacts } : undefined;
  };
  return {
    find: (question) => {
      if (!place()) return roster.find(question);
      source ??= import('../../directory/service/service-source.ts').then(({ openSource }) => openSource(options, place));
      return source
        .then((service) => service.find(question))
        .catch(() => {
          source = undefined;
          log.note('directory-not-loaded');
          return roster.find(question);
        });
    },
    // What couldn't be loaded has nothing to end.
    stop: () => void source?.then((service) => service.stop()).catch(() => undefined),
  };
}

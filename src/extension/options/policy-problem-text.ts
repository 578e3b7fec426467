import { msg, str } from '@lit/localize';
import type { PolicyProblem } from '../../model/policy.ts';

/** What is wrong with a value that an administrator has set, and what holds until it is mended. What was set isn't told: it may hold a secret. */
export function policyProblemText(problem: PolicyProblem): string {
  const { place, inForce } = problem;
  const sentences = [expectationText(problem), ...(inForce === undefined ? [] : [msg(str`Until then it counts as ${inForce}.`)])];
  return place === undefined ? sentences.join(' ') : msg(str`Entry ${place}: ${sentences.join(' ')}`);
}

function expectationText({ expected, place, choices = [] }: PolicyProblem): string {
  switch (expected) {
    case 'known':
      return msg('Backchannel knows no value of this name, so it decides nothing. Check how it is written.');
    case 'boolean':
      return msg('It must be true or false, without quotation marks.');
    case 'choice':
      return msg(str`It must be one of these: ${choices.join(', ')}.`);
    case 'range':
      return msg(str`It must be a whole number from ${choices[0] ?? ''} to ${choices[1] ?? ''}.`);
    case 'text':
      return msg('It must be a text.');
    case 'texts':
      return msg('It must be a list of at most 20 texts, each of at most 60 characters. Until then the list is empty.');
    case 'origins':
      return place === undefined
        ? msg('It must be a list of origins, such as ["https://crm.example.com"]. Until then no page may have the dock.')
        : msg('It must be one origin, such as https://crm.example.com, with neither a path nor a wildcard. Until then it allows nothing.');
    case 'hosts':
      return place === undefined
        ? msg('It must be a list of hosts, such as ["guest.example.com"]. Until then it names none.')
        : msg('It must be one host, such as guest.example.com, with neither a port nor a wildcard. Until then it counts for nothing.');
    case 'host':
      return msg('It must be one host, such as example.com, with neither a port nor a wildcard. Until then nobody can sign in.');
    case 'messaging-server':
      return msg('It must be an address that starts with wss://. Until then nobody can sign in.');
    case 'contact-service':
      return msg('It must be an address that starts with https://. Until then there are no contacts.');
    case 'contact-sign-in':
      return msg(
        'It must be an object with issuer, an address that starts with https://, with clientId and, if need be, with scope. Until then there are no contacts.',
      );
    case 'sign-in':
      return msg(
        'It must be an object with issuer, an address that starts with https://, with clientId, domain and, if need be, scope and claim. Until then nobody can sign in.',
      );
    case 'both':
      return msg('contactService and contactSignIn count together only. Until both are set there are no contacts.');
    case 'rules':
      return place === undefined
        ? msg('It must be a list of at most 1,000 rules. Until then all case data is hidden.')
        : msg(
            'It must have a key and what is decided of it: isHidden, isMasked, label or order. Until then that key is hidden; without a key all case data is.',
          );
    case 'values':
      return msg(
        "What your organization has set can't be read: it must be an object with values by their names, or the same as JSON. Until then everything that can be barred is.",
      );
    case 'once':
      return msg('It is set twice, and differently. Until it is set once, it counts as unreadable and restricts most.');
  }
}

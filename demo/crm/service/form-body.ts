import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const MAX_BYTES = 64 * 1024;

/** Parses form bodies to an object of texts. A field that comes twice is an error (RFC 6749, 3.2). */
export function acceptForms(service: FastifyInstance): void {
  service.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_BYTES },
    async (_request: unknown, body: string | Buffer) => {
      const fields = [...new URLSearchParams(String(body))];
      const form = Object.fromEntries(fields);
      if (Object.keys(form).length !== fields.length) throw new Problem('invalid-input', 'A field comes twice.');
      return form;
    },
  );
}

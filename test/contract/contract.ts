import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as v from 'valibot';
import { parse } from 'yaml';

const METHODS = ['get', 'put', 'post', 'delete'] as const;
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

const reference = v.object({ $ref: v.string() });
const media = v.record(v.string(), v.object({ schema: v.unknown() }));
const response = v.object({ content: v.optional(media), headers: v.optional(v.record(v.string(), v.union([reference, v.unknown()]))) });
const operation = v.object({
  responses: v.record(v.string(), v.union([reference, response])),
  requestBody: v.optional(v.object({ content: media })),
});
const document = v.looseObject({
  paths: v.record(v.string(), v.partial(v.object({ get: operation, put: operation, post: operation, delete: operation }))),
  components: v.looseObject({ responses: v.record(v.string(), response) }),
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const pointer = (...keys: readonly string[]) => keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Reads a contract, and gives the functions that check answers and requests by it. */
export async function readContract(file: string) {
  const raw: unknown = parse(await readFile(file, 'utf8'));
  const { paths, components } = v.parse(document, raw);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(v.parse(v.looseObject({}), raw), file);
  const check = (at: string, value: unknown, what: string) => {
    const validate = ajv.getSchema(`${file}#${at}`);
    assert.ok(validate, `${file} has nothing at ${at}`);
    assert.ok(validate(value), `${what} is not as ${at} says: ${ajv.errorsText(validate.errors)}`);
  };
  const seen = new Set<string>();

  /** The template that a path fits, such as /contacts/{contactId}. */
  const templateOf = (path: string) => {
    const fitting = Object.keys(paths).filter((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
    // Of several templates, the one with the most that is fixed counts (OpenAPI 3.1, "Path Templating").
    const [template] = fitting.sort((a, b) => a.split('{').length - b.split('{').length);
    assert.ok(template, `the contract has no ${path}`);
    return template;
  };

  return {
    /** Fails when the contract doesn't allow this answer to the request. */
    checkAnswer(method: Method, path: string, { status, headers, body }: Answer): void {
      const template = templateOf(path);
      const verb = METHODS.find((one) => one.toUpperCase() === method) ?? 'get';
      const answers = paths[template]?.[verb]?.responses;
      assert.ok(answers, `the contract has no ${method} ${template}`);
      const what = `${method} ${template}: ${status}`;
      const key = String(status) in answers ? String(status) : 'default';
      const found = answers[key];
      assert.ok(found, `${what} is not in the contract`);
      const shared = '$ref' in found ? found.$ref.slice(1) : undefined;
      const [at, said] =
        shared === undefined
          ? [pointer('paths', template, verb, 'responses', key), v.parse(response, found)]
          : [shared, components.responses[shared.split('/').at(-1) ?? '']];
      assert.ok(said, `${file} has nothing at ${at}`);
      for (const name of Object.keys(said.headers ?? {})) assert.ok(headers.has(name), `${what} is without ${name}`);
      const type = headers.get('content-type')?.split(';')[0];
      if (!said.content) assert.equal(body, undefined, `${what} has a body`);
      else {
        assert.ok(type !== undefined && type in said.content, `${what} comes as ${type}`);
        check(`${at}${pointer('content', type, 'schema')}`, body, what);
      }
      seen.add(`${method} ${template} ${status}`);
    },
    /** Whether the contract allows this request body. */
    takesBody(method: 'put' | 'post', path: string, body: unknown): boolean {
      const validate = ajv.getSchema(
        `${file}#${pointer('paths', templateOf(path), method, 'requestBody', 'content', 'application/json', 'schema')}`,
      );
      assert.ok(validate);
      return validate(body) === true;
    },
    /** All operations, such as `GET /contacts`; `seen` has those that were answered, with the status. */
    operations: Object.entries(paths).flatMap(([path, item]) =>
      METHODS.filter((verb) => item[verb]).map((verb) => `${verb.toUpperCase()} ${path}`),
    ),
    seen,
  };
}

export type Contract = Awaited<ReturnType<typeof readContract>>;

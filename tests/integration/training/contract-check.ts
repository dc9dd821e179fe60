import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

import { type VrsCallName, vrsCalls } from '../../../src-shared/vrs-api/calls.ts';

const FILE = new URL('../../../docs/vrs-api.openapi.json', import.meta.url);

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
// Formats stand beside patterns that say the same; JSON Schema itself takes them for notes.
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'openapi', ...(document as object) });
const known = new Map<string, ValidateFunction>();

/** Every answer that a test gets is held against the OpenAPI file: status, type and content. */
export function expectAsDocumented(name: VrsCallName, answer: Answer): void {
  const { route, method } = vrsCalls[name];
  const operation = at(document, 'paths', route, method.toLowerCase());
  const response = at(operation, 'responses', String(answer.status));
  assert.ok(response !== undefined, `${name} may not answer ${answer.status}`);
  const resolved = resolve(response);
  const content = at(resolved.value, 'content');
  if (content === undefined) {
    assert.equal(answer.body, undefined, `${name} has no body`);
    return;
  }
  const type = answer.contentType.split(';')[0] ?? '';
  assert.ok(at(content, type) !== undefined, `${name} does not answer ${type}`);
  const place = [...resolved.path, 'content', type, 'schema'];
  const from =
    resolved.path.length > 0
      ? place
      : ['paths', route, method.toLowerCase(), 'responses', String(answer.status), ...place];
  const validate = validatorAt(from);
  const fits = validate(answer.body);
  const errors = validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  assert.ok(fits, `${name} ${answer.status}: ${errors?.join('; ') ?? ''}`);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined,
    value,
  );
}

function resolve(response: unknown): { readonly value: unknown; readonly path: readonly string[] } {
  const reference = at(response, '$ref');
  if (typeof reference !== 'string') return { value: response, path: [] };
  const path = reference.split('/').slice(1);
  return { value: at(document, ...path), path };
}

function validatorAt(path: readonly string[]): ValidateFunction {
  const pointer = path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  const reference = `openapi#/${pointer.join('/')}`;
  const validate = known.get(reference) ?? ajv.compile({ $ref: reference });
  known.set(reference, validate);
  return validate;
}

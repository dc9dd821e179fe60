import { z } from 'zod';

import type { VrsCall } from '../../src-shared/vrs-api/call.ts';
import { MAX_CHUNK_BYTES } from '../../src-shared/vrs-api/batches.ts';
import { Refusal } from './refusal.ts';

/** Bytes of a JSON body: no call but a chunk has more to say. */
export const MAX_JSON_BYTES = 1024 * 1024;
export const MAX_BODY_BYTES = MAX_CHUNK_BYTES;

/** Reads path, query and body of one call as its schemas say. What does not fit is `request-invalid`. */
export class RequestReader {
  readonly #call: VrsCall;
  readonly #path: TextReader;
  readonly #query: TextReader;

  constructor(call: VrsCall) {
    this.#call = call;
    this.#path = new TextReader(call.path ?? z.strictObject({}));
    this.#query = new TextReader(call.query ?? z.strictObject({}));
  }

  read(request: {
    readonly params: unknown;
    readonly query: unknown;
    readonly contentType: string | undefined;
    readonly contentEncoding: string | undefined;
    readonly body: Buffer;
  }): { path: unknown; query: unknown; body: unknown } {
    const path = this.#path.read(request.params);
    const query = this.#query.read(request.query);
    return { path, query, body: this.#body(request) };
  }

  #body(request: {
    readonly contentType: string | undefined;
    readonly contentEncoding: string | undefined;
    readonly body: Buffer;
  }): unknown {
    const { body: schema, bodyType } = this.#call;
    const type = request.contentType?.split(';')[0]?.trim().toLowerCase();
    if (bodyType !== undefined) {
      if (type !== bodyType) throw new Refusal('request-invalid', { status: 415 });
      return undefined;
    }
    if (!schema) {
      if (request.body.length > 0 && request.body.toString() !== '{}') throw new Refusal('request-invalid');
      return undefined;
    }
    const plain = request.contentEncoding === undefined || request.contentEncoding === 'identity';
    if (type !== 'application/json' || !plain) throw new Refusal('request-invalid', { status: 415 });
    if (request.body.length > MAX_JSON_BYTES) throw new Refusal('request-invalid', { status: 413 });
    return checked(schema, parseJson(request.body));
  }
}

/** Path and query are text; where the schema wants a whole number, digits become one. */
class TextReader {
  readonly #schema: z.ZodType;
  readonly #numbers: ReadonlySet<string>;

  constructor(schema: z.ZodType) {
    this.#schema = schema;
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const numbers = Object.entries(properties).filter(
      ([, property]) => typeof property === 'object' && property.type === 'integer',
    );
    this.#numbers = new Set(numbers.map(([name]) => name));
  }

  read(given: unknown): unknown {
    const values = Object.entries(given ?? {}).map(([name, value]): [string, unknown] => {
      const isNumber = this.#numbers.has(name) && typeof value === 'string' && /^-?[0-9]{1,15}$/.test(value);
      return [name, isNumber ? Number(value) : value];
    });
    return checked(this.#schema, Object.fromEntries(values));
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal('request-invalid');
  }
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('request-invalid');
  return parsed.data;
}

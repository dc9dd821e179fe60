import { writeFileSync } from 'node:fs';

import { z } from 'zod';

import { chunkEncodings, MAX_CHUNK_BYTES } from '../../src-shared/vrs-api/batches.ts';
import { problemsOf, type VrsCall } from '../../src-shared/vrs-api/call.ts';
import { vrsCalls } from '../../src-shared/vrs-api/calls.ts';
import { problemStatuses, VrsProblem, type VrsProblemCode } from '../../src-shared/vrs-api/problem.ts';

const FILE = new URL('../../docs/vrs-api.openapi.json', import.meta.url);

type Json = { readonly [key: string]: unknown };

/** What has a name of its own and is referred to, filled while the calls are walked. */
interface Components {
  readonly schemas: Record<string, Json>;
  readonly responses: Record<string, Json>;
}

/** docs/vrs-api.openapi.json: OpenAPI 3.1, whose schemas are JSON Schema 2020-12. */
export function openApiDocument(): Json {
  const components: Components = { schemas: {}, responses: {} };
  const problem = schemaOf(VrsProblem, 'output', components);
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, call] of Object.entries<VrsCall>(vrsCalls)) {
    const path = (paths[call.route] ??= {});
    path[call.method.toLowerCase()] = operationOf(name, call, problem, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'VRSとの取り決め（接種記録ワークステーション）',
      version: '1',
      description:
        'src-shared/vrs-api/ の表から npm run documents で作られます。手で直さないでください。VRSのAPIは公開されていないため、これは端末と研修用VRSが共有する取り決めです。',
    },
    security: [{ clientCertificate: [], bearer: [] }],
    paths,
    components: {
      schemas: byName(components.schemas),
      responses: byName(components.responses),
      securitySchemes: {
        clientCertificate: { type: 'mutualTLS', description: '端末の証明書。CNが端末の名前' },
        bearer: { type: 'http', scheme: 'bearer', description: 'サインインで得るトークン。10分間' },
      },
    },
  };
}

function byName(named: Record<string, Json>): Json {
  return Object.fromEntries(Object.entries(named).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function operationOf(name: string, call: VrsCall, problem: Json, components: Components): Json {
  return {
    operationId: name,
    summary: call.summary,
    tags: [name.split('.')[0]],
    'x-roles': call.access,
    ...(call.access === 'none' ? { security: [{ clientCertificate: [] }] } : {}),
    parameters: [
      ...parametersOf(call.path, 'path', components),
      ...parametersOf(call.query, 'query', components),
      ...headersOf(call),
    ],
    ...bodyOf(call, components),
    responses: { ...answerOf(call, components), ...problemResponses(call, problem, components) },
  };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  components: Components,
): readonly Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: hoisted(property as Json, components),
  }));
}

function headersOf(call: VrsCall): readonly Json[] {
  const header = (name: string, description: string, schema: Json): Json => ({
    name,
    in: 'header',
    required: true,
    description,
    schema,
  });
  return [
    ...(call.idempotent
      ? [
          header('Idempotency-Key', '同じ値で送り直すと、最初の答えが返る（24時間）', {
            type: 'string',
            pattern: '^[\\x21-\\x7e]{8,128}$',
          }),
        ]
      : []),
    ...(call.ifMatch
      ? [header('If-Match', '変えるものの版', { type: 'string', pattern: '^"[0-9]{1,9}"$' })]
      : []),
    ...(call.bodyType === undefined
      ? []
      : [
          header('Content-Digest', 'RFC 9530。圧縮した後のバイト列に対する sha-256', {
            type: 'string',
            pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$',
          }),
          {
            ...header('Content-Encoding', '行の圧縮', { enum: [...chunkEncodings] }),
            required: false,
          },
        ]),
  ];
}

function bodyOf(call: VrsCall, components: Components): Json {
  if (call.bodyType !== undefined) {
    const schema = { type: 'string', maxLength: MAX_CHUNK_BYTES };
    return { requestBody: { required: true, content: { [call.bodyType]: { schema } } } };
  }
  if (!call.body) return {};
  const schema = schemaOf(call.body, 'input', components);
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function answerOf(call: VrsCall, components: Components): Json {
  if (!call.answer) return { [call.status]: { description: 'できた。本文はない' } };
  const schema = schemaOf(call.answer, 'output', components);
  return { [call.status]: { description: 'できた', content: { 'application/json': { schema } } } };
}

const retryAfter = { 'Retry-After': { schema: { type: 'integer', minimum: 1 }, description: '秒' } };

/** One response for each status, with the codes that may come with it. */
function problemResponses(call: VrsCall, problem: Json, components: Components): Json {
  const byStatus = Map.groupBy(problemsOf(call), (code) => problemStatuses[code]);
  const withBody = call.body !== undefined || call.bodyType !== undefined;
  for (const status of withBody ? [413, 415] : []) byStatus.set(status, ['request-invalid']);
  return Object.fromEntries(
    [...byStatus.entries()].map(([status, codes]): [string, Json] => {
      const name = `${status}.${codes.join('.')}`;
      components.responses[name] ??= problemResponse(status, codes, problem);
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function problemResponse(status: number, codes: readonly VrsProblemCode[], problem: Json): Json {
  return {
    description: codes.join(' · '),
    ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            problem,
            { type: 'object', properties: { status: { const: status }, code: { enum: [...codes] } } },
          ],
        },
      },
    },
  };
}

/** A schema as JSON Schema; whatever has a name stands under components and is referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): Json {
  return hoisted(z.toJSONSchema(schema, { io }), components);
}

/** Takes `$defs` out into the components and points the references there. */
function hoisted(schema: Json, components: Components): Json {
  const { $defs = {}, $schema: _, ...rest } = schema;
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    keep(components, name, pointed(definition) as Json);
  }
  return pointed(rest) as Json;
}

function keep(components: Components, name: string, schema: Json): void {
  const known = components.schemas[name];
  if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`two schemas are called ${name}`);
  }
  components.schemas[name] = schema;
}

function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === '$ref' && typeof each === 'string'
        ? [key, each.replace('#/$defs/', '#/components/schemas/')]
        : [key, pointed(each)],
    ),
  );
}

/** As the file is written. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;
}

if (import.meta.main) writeFileSync(FILE, openApiText());

import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { vrsCalls } from '../../../src-shared/vrs-api/calls.ts';
import { problemsOf } from '../../../src-shared/vrs-api/call.ts';
import { openApiDocument, openApiText } from '../../../tools/documents/openapi.ts';

const FILE = new URL('../../../docs/vrs-api.openapi.json', import.meta.url);

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: { readonly schemas: object; readonly responses: Readonly<Record<string, object>> };
}

describe('docs/vrs-api.openapi.json', () => {
  const document = openApiDocument() as unknown as Document;

  it('is what the call table makes of it', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(openApiText());
  });

  it('has every call, and nothing else', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      Object.keys(vrsCalls).toSorted(),
    );
  });

  it('refers to nothing that is not there, and every schema compiles', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/(schemas|responses)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, kind, name] of references) {
      expect(Object.keys(document.components[kind as 'schemas'])).toContain(name);
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', ...document });
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.compile({ $ref: `openapi#/components/schemas/${name}` })).toBeTypeOf('function');
    }
  });

  it('names every problem that a call may answer', () => {
    for (const call of Object.values(vrsCalls)) {
      const operation = document.paths[call.route]?.[call.method.toLowerCase()];
      const named = JSON.stringify(operation);
      for (const code of problemsOf(call)) expect(named).toContain(code);
    }
  });
});

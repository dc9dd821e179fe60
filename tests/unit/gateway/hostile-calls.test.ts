import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { operationNames } from '../../../src-shared/contract/operations.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { gatewayUnderTest } from './gateway-under-test.ts';

const codeOf = (answer: Outcome<unknown>): string => (answer.ok ? 'answered' : answer.problem.code);

const withoutNote = (key: string, value: unknown): unknown => (key === 'note' ? '' : value);

/** Calls in all, each time the same ones. */
const CALLS = 10_000;
const SEED = 20_261_122;
/** Stands in every text and every key that is sent; it must come back in no answer, no entry and no incident. */
const CANARY = '青葉鼎';

const canary = fc.constantFrom(CANARY, `${CANARY}\u0000`, CANARY.repeat(400), `${CANARY}\uD800`);
const text = fc.oneof(
  canary,
  fc.string().map((typed) => `${CANARY}${typed}`),
);
const huge = fc.constantFrom(200_000, 1_000_000).map((length) => CANARY.padEnd(length, CANARY));

/** What structured cloning lets through from a page, and what it does not but another sender might bring. */
const oddities: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(Number.NaN, -0, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 2, 10n ** 40n),
  fc.constantFrom<unknown>(undefined, null, true, '', [], {}),
  fc.constant(Symbol(CANARY)),
  text.map((message) => new Error(message)),
  text.map((source) => new Map([[source, source]])),
  text.map((source) => new Set([source])),
  text.map((source) => Buffer.from(source)),
  fc.constant(new Date(Number.NaN)),
  fc.constant(/(a+)+$/),
  fc.constant((): string => CANARY),
  fc.constant(new Proxy({}, { get: () => CANARY, ownKeys: () => ['text', 'reason'] })),
  fc.constant(Object.create(null)),
  fc.constant(
    new (class Promising {
      // oxlint-disable-next-line unicorn/no-thenable -- an object that pretends to be a promise
      then(settle: (value: unknown) => void): void {
        settle(CANARY);
      }
    })(),
  ),
);

const cycle = fc.constantFrom('object', 'array', 'deep').map((kind): unknown => {
  const object: Record<string, unknown> = { text: CANARY };
  const array: unknown[] = [CANARY];
  if (kind === 'array') {
    array.push(array);
    return { text: array, reason: array };
  }
  object['reason'] = object;
  if (kind === 'object') return object;
  let deep: unknown = CANARY;
  for (let depth = 0; depth < 5_000; depth += 1) deep = { reason: deep };
  return deep;
});

const doors = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const;

/** Stands for an object whose reading throws, however gently it is touched: made only where it is used, because fast-check touches too. */
class Trap {
  readonly door: (typeof doors)[number];
  constructor(door: (typeof doors)[number]) {
    this.door = door;
  }
  set(): object {
    return new Proxy({}, { [this.door]: spring });
  }
}
function spring(): never {
  throw new Error(CANARY);
}
const trap = fc.constantFrom(...doors).map((door) => new Trap(door));
const real = (value: unknown): unknown => (value instanceof Trap ? value.set() : value);

const prototypeKeys = fc
  .constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON')
  .chain((key) =>
    text.map((value): unknown => JSON.parse(JSON.stringify({ x: value }).replace('"x"', `"${key}"`))),
  );

/** Inputs that begin like those of a real operation, with something else in one place. */
const nearlyRight = fc.record(
  {
    reason: fc.oneof(oddities, fc.record({ code: fc.oneof(fc.constant('other'), text), note: text })),
    text: fc.oneof(text, oddities),
    birthDate: fc.oneof(fc.constant(''), oddities),
    fresh: fc.oneof(fc.boolean(), oddities),
    userId: fc.oneof(text, oddities),
    password: text,
    draftId: fc.oneof(fc.uuid(), text),
    batchId: fc.oneof(fc.uuid(), oddities),
    personId: fc.oneof(text, oddities),
    applicationId: fc.oneof(fc.uuid(), oddities),
    kind: fc.oneof(fc.constant('new'), text, oddities),
    entry: fc.oneof(fc.record({ userId: text, personId: text, role: fc.oneof(text, oddities) }), oddities),
    version: fc.oneof(fc.nat(), oddities),
    addresseeNumber: oddities,
    cursor: oddities,
    limit: oddities,
  },
  { requiredKeys: [] },
);

const input = fc.oneof(
  { arbitrary: nearlyRight, weight: 6 },
  { arbitrary: oddities, weight: 3 },
  { arbitrary: prototypeKeys, weight: 2 },
  { arbitrary: fc.dictionary(text, oddities, { maxKeys: 30 }), weight: 2 },
  { arbitrary: cycle, weight: 1 },
  { arbitrary: trap, weight: 1 },
  { arbitrary: fc.array(text, { maxLength: 200 }), weight: 1 },
  { arbitrary: huge.map((long): unknown => ({ text: long, userId: long, reason: long })), weight: 1 },
);

const name = fc.oneof(
  { arbitrary: fc.constantFrom(...operationNames), weight: 8 },
  {
    arbitrary: fc.constantFrom<unknown>(
      '__proto__',
      'constructor',
      'people',
      'people.search ',
      'PEOPLE.SEARCH',
    ),
    weight: 1,
  },
  { arbitrary: fc.oneof(text, oddities, trap), weight: 1 },
);

const call = fc.record({
  name,
  input,
  trusted: fc.boolean(),
  standing: fc.constantFrom('signed-out', 'locked', 'password-expired', 'signed-in' as const),
  role: fc.constantFrom('clerk', 'contractor', 'supervisor', 'administrator', 'it' as const),
});

describe('calls of a page that does what it likes', () => {
  it('never throw, never hang, and bring nothing of what came in back out', async () => {
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(call, async ({ name: operation, input: given, trusted, standing, role }) => {
        const { gateway, entries, incidents } = gatewayUnderTest({ standing, role, training: true });
        const answer = await gateway.call(trusted, real(operation), real(given));
        const code = codeOf(answer);
        told.set(code, (told.get(code) ?? 0) + 1);
        // What leaves must go over the wire as it is.
        const left = JSON.stringify(structuredClone({ answer, incidents }));
        expect(left).not.toContain(CANARY);
        // A note beside a reason is the one text that the log takes; its value is sealed on disk.
        expect(JSON.stringify(entries, withoutNote)).not.toContain(CANARY);
      }),
      { numRuns: CALLS, seed: SEED },
    );
    // The calls came as far as each door, and none was a surprise.
    expect([...told.keys()]).toEqual(
      expect.arrayContaining([
        'not-the-window',
        'signed-out',
        'session-locked',
        'input-invalid',
        'role-not-allowed',
      ]),
    );
    expect([...told.values()].reduce((sum, count) => sum + count, 0)).toBe(CALLS);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  }, 120_000);

  it('never let out what a handler throws or gives beside its answer', async () => {
    const thrown = fc.oneof(oddities, trap, cycle);
    await fc.assert(
      fc.asyncProperty(thrown, fc.boolean(), async (value, throws) => {
        const { gateway, incidents } = gatewayUnderTest({
          standing: 'signed-out',
          handlers: {
            // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever it may be
            'session.view': () => (throws ? Promise.reject(real(value)) : Promise.resolve(ok(real(value)))),
          },
        });
        const answer = await gateway.call(true, 'session.view', {});
        expect(codeOf(answer)).toBe('unexpected');
        expect(JSON.stringify({ answer, incidents })).not.toContain(CANARY);
      }),
      { numRuns: 500, seed: SEED },
    );
  });
});

import { readFile, writeFile } from 'node:fs/promises';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { anything, draft, Terminal, valueOf } from './a-log.ts';

const place = fc.double({ min: 0, max: 1, noNaN: true });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .constantFrom('\n', '{}\n', '{"sequence":1}\n', '"sequence":9,"subjects":[', '\u0000')
    .map((text) => Buffer.from(text)),
);

/** What can happen to the bytes of a file, by accident or on purpose. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('overwrite' as const), at: place, put: bytes }),
  fc.record({ kind: fc.constant('insert' as const), at: place, put: bytes }),
  fc.record({ kind: fc.constant('cut' as const), at: place, count: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({ kind: fc.constant('end' as const), at: place }),
  fc.record({ kind: fc.constant('double' as const), at: place, count: fc.integer({ min: 1, max: 2_000 }) }),
);
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(content: Buffer, change: Damage): Buffer {
  const at = Math.floor(change.at * content.length);
  const [before, after] = [content.subarray(0, at), content.subarray(at)];
  switch (change.kind) {
    case 'overwrite':
      return Buffer.concat([before, change.put, after.subarray(change.put.length)]);
    case 'insert':
      return Buffer.concat([before, change.put, after]);
    case 'cut':
      return Buffer.concat([before, after.subarray(change.count)]);
    case 'end':
      return before;
    case 'double':
      return Buffer.concat([before, after.subarray(0, change.count), after]);
    default:
      return change satisfies never;
  }
}

it(
  'whatever happens to its bytes, a log opens, says whether it was changed, and takes entries',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async (segment, changes) => {
          await using terminal = await Terminal.make();
          const written = await terminal.open({ segmentBytes: 4_000 });
          for (let n = 0; n < 20; n += 1) await written.append(draft({ note: 'a' }));
          await written.close();
          const path = await terminal.path(segment);
          const before = await readFile(path);
          const after = changes.reduce(damaged, before);
          await writeFile(path, after);

          const log = await terminal.open({ segmentBytes: 4_000 });
          const isLast = segment === (await terminal.segments()).length - 1;
          const onlyTorn =
            isLast &&
            after.subarray(0, before.length).equals(before) &&
            !after.subarray(before.length).includes('\n');
          const untouched = after.equals(before) || onlyTorn;
          const { sequence } = valueOf(await log.append(draft()));
          const found = valueOf(await log.verify(new AbortController().signal, () => undefined));
          expect(found.state).toBe(untouched ? 'verified' : 'broken');
          expect(log.state().state).toBe(found.state);
          const newest = valueOf(await log.entries({ ...anything, userId: 'clerk01' }, null, 1));
          expect(newest.entries).toMatchObject([{ sequence }]);
          // It stays so.
          const again = await terminal.open({ segmentBytes: 4_000 });
          expect(again.state().state).toBe(found.state);
        },
      ),
      { numRuns: 30 },
    );
  },
);

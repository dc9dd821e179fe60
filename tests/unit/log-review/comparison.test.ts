import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ReadEntry } from '../../../src-main/operation-log/log-reading.ts';
import {
  CLOCK_TOLERANCE_MS,
  compareLogs,
  type Difference,
} from '../../../src-main/log-review/review/comparison.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import type { AccessLogEntry } from '../../../src-shared/vrs-api/access-log.ts';
import { clerk } from './made-days.ts';

const monday = Date.parse('2026-11-08T15:00:00Z');
const week = { from: monday, until: monday + 7 * 86_400_000 };
const ten = monday + 10 * 3_600_000;
const minute = 60_000;

let sequence = 0;

function stamp(time: number): IsoTimestamp {
  return IsoTimestamp.parse(new Date(time).toISOString());
}

function here(
  operation: string,
  time: number,
  people: readonly string[] = [],
  changes: Partial<ReadEntry> = {},
): ReadEntry {
  sequence += 1;
  return {
    sequence,
    hash: '',
    time: stamp(time),
    actor: clerk,
    operation,
    action: '',
    reason: '',
    note: '',
    subjects: people,
    result: 'done',
    detail: operation.startsWith('people.') ? { from: 'vrs' } : {},
    isWhole: true,
    ...changes,
  };
}

function vrs(
  call: string,
  time: number,
  people: readonly string[] = [],
  changes: Partial<AccessLogEntry> = {},
): AccessLogEntry {
  sequence += 1;
  return {
    sequence,
    at: stamp(time),
    userId: clerk.userId,
    workstation: 'WS-01',
    call,
    status: 200,
    code: '',
    addresseeNumbers: [...people],
    ...changes,
  };
}

/** A morning of work, the same on both sides. */
function morning() {
  const ours = [
    here('session.signIn', ten),
    here('people.search', ten + minute, ['1', '2']),
    here('people.open', ten + 2 * minute, ['1']),
    here('people.search', ten + 3 * minute, ['9'], { detail: { from: 'local-copy' } }),
    here('batches.submit', ten + 4 * minute, ['5']),
    here('session.signOut', ten + 60 * minute),
  ];
  const theirs = [
    vrs('session.open', ten, [], { status: 201 }),
    vrs('people.changes', ten + 1_000, ['1', '2', '3', '4']),
    vrs('people.find', ten + minute, ['1', '2', '3']),
    vrs('people.read', ten + 2 * minute, ['1']),
    vrs('batches.difference', ten + 4 * minute, ['5', '6']),
    vrs('batches.submit', ten + 4 * minute),
    vrs('session.close', ten + 60 * minute),
  ];
  return { ours, theirs };
}

async function differences(ours: readonly ReadEntry[], theirs: readonly AccessLogEntry[]): Promise<string[]> {
  const compared = await compareLogs(week, ours, theirs);
  return compared.differences.map(({ side, what }: Difference) => `${side} ${what}`);
}

function wrong(userId: string): AccessLogEntry {
  return vrs('session.open', ten + minute, [], { status: 401, userId });
}

/** How many differences stand on a side. */
async function count(
  ours: readonly ReadEntry[],
  theirs: readonly AccessLogEntry[],
  side: Difference['side'],
): Promise<number> {
  const compared = await compareLogs(week, ours, theirs);
  return compared.differences.filter((each) => each.side === side).length;
}

describe('the comparison with the access log of VRS', () => {
  it('finds nothing where both tell the same, what the copy answered included', async () => {
    const { ours, theirs } = morning();
    const compared = await compareLogs(week, ours, theirs);
    expect(compared).toEqual({ here: 4, atVrs: 7, differences: [] });
  });

  it('finds a look-up that was taken out here', async () => {
    const { ours, theirs } = morning();
    const without = ours.filter(({ operation }) => operation !== 'people.open');
    expect(await differences(without, theirs)).toEqual(['vrs people.read']);
  });

  it('finds a look-up that VRS does not have', async () => {
    const { ours, theirs } = morning();
    expect(
      await differences(
        ours,
        theirs.filter(({ call }) => call !== 'people.find'),
      ),
    ).toEqual(['here people.search']);
  });

  it('finds a call with the same certificate from elsewhere: another user, another time, other people', async () => {
    const { ours, theirs } = morning();
    const foreign = [
      vrs('people.changes', ten + 90 * minute, ['7']),
      vrs('people.find', ten + 20 * minute, ['8']),
      vrs('people.find', ten + minute, ['1', '2', '3'], { userId: 'clerk02' }),
      vrs('batches.list', ten + minute, [], { userId: 'clerk02' }),
    ];
    const found = await differences(ours, [...theirs, ...foreign]);
    expect(found.toSorted()).toEqual([
      'vrs batches.list',
      'vrs people.changes',
      'vrs people.find',
      'vrs people.find',
    ]);
  });

  it('takes no entry for two calls', async () => {
    const { ours, theirs } = morning();
    const again = vrs('people.read', ten + 2 * minute + 1_000, ['1']);
    expect(await differences(ours, [...theirs, again])).toEqual(['vrs people.read']);
  });

  it('tolerates clocks that differ by five minutes, and no more', async () => {
    const lookup = here('people.open', ten, ['1']);
    expect(await differences([lookup], [vrs('people.read', ten + CLOCK_TOLERANCE_MS, ['1'])])).toEqual([]);
    expect(await differences([lookup], [vrs('people.read', ten + CLOCK_TOLERANCE_MS + 1, ['1'])])).toEqual([
      'here people.open',
      'vrs people.read',
    ]);
  });

  it('matches over the edge of the week and counts only what lies in it', async () => {
    const edge = week.until;
    const compared = await compareLogs(
      week,
      [here('people.open', edge - minute, ['1']), here('people.open', edge + minute, ['2'])],
      [vrs('people.read', edge + minute, ['1']), vrs('people.read', edge + 2 * minute, ['2'])],
    );
    expect(compared).toEqual({ here: 1, atVrs: 0, differences: [] });
  });

  it('leaves out what VRS could not take, which the client asks again by itself', async () => {
    const { ours, theirs } = morning();
    const failures = [500, 503, 429].map((status) =>
      vrs('people.find', ten + 30 * minute, ['8'], { status, userId: 'clerk02' }),
    );
    expect(await differences(ours, [...theirs, ...failures])).toEqual([]);
  });

  it('asks of a refused sign-in only whether that user was there', async () => {
    const { ours, theirs } = morning();
    expect(await differences(ours, [...theirs, wrong(clerk.userId)])).toEqual([]);
    expect(await differences(ours, [...theirs, wrong('clerk02')])).toEqual(['vrs session.open']);
  });

  it('misses no single look-up that is taken out of either side, and no one that is put in', async () => {
    const lookup = fc.record({
      person: fc.integer({ min: 1, max: 5 }),
      second: fc.integer({ min: 0, max: 20_000 }),
      skew: fc.integer({ min: -100, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(lookup, { minLength: 1, maxLength: 25 }), fc.nat(), async (lookups, pick) => {
        const ordered = lookups.toSorted((a, b) => a.second - b.second);
        const ours = ordered.map(({ person, second }) =>
          here('people.open', ten + second * 1_000, [String(person)]),
        );
        const theirs = ordered.map(({ person, second, skew }) =>
          vrs('people.read', ten + (second + skew) * 1_000, [String(person)]),
        );
        const lost = pick % lookups.length;
        expect(
          await count(
            ours.filter((_, index) => index !== lost),
            theirs,
            'vrs',
          ),
        ).toBeGreaterThan(0);
        expect(
          await count(
            ours,
            theirs.filter((_, index) => index !== lost),
            'here',
          ),
        ).toBeGreaterThan(0);
        const foreign = vrs('people.read', ten, ['77']);
        expect(await count(ours, [...theirs, foreign], 'vrs')).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

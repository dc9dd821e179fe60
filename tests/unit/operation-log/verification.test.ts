import { describe, expect, it } from 'vitest';

import type { LogFile } from '../../../src-main/operation-log/log-folder.ts';
import { lineOf } from '../../../src-main/operation-log/entry.ts';
import { type FoundBreak, openingAfter, openingAfterBreak } from '../../../src-main/operation-log/opening.ts';
import { Verification } from '../../../src-main/operation-log/verification.ts';
import { entry, entryIn, rewritten, writtenLog } from '../verify-log/a-written-log.ts';

const lines = writtenLog(20);
const SEGMENT = 'operation-log-000000000001.jsonl';

const refused = (): Promise<never> => Promise.reject(new Error('only for reading'));

/** A segment that lies in memory. */
function segment(name: string, content: Buffer): LogFile {
  return {
    name,
    size: () => Promise.resolve(content.length),
    read: (target, position) => Promise.resolve(content.copy(target, 0, position)),
    write: refused,
    sync: refused,
    truncate: refused,
    close: () => Promise.resolve(),
  };
}

async function verified(...segments: readonly (readonly [string, readonly Buffer[]])[]) {
  const verification = new Verification();
  for (const [name, content] of segments) {
    const bytes = Buffer.concat(content);
    await verification.readSegment(segment(name, bytes), 0, bytes.length, () => undefined);
  }
  return verification.result();
}

async function breakIn(content: readonly Buffer[]): Promise<Omit<FoundBreak, 'segment'> | undefined> {
  const [first] = (await verified([SEGMENT, content])).breaks;
  return first === undefined ? undefined : { at: first.at, because: first.because };
}

const after = (index: number, changes: object = {}) => {
  const { sequence, hash } = entryIn(lines[index]);
  return lineOf(entry(sequence + 1, hash, changes)).line;
};
const parts = { sequence: 21, time: '2026-11-21T00:00:00.000Z', workstation: 'WS-01', logId: '0'.repeat(32) };

describe('the verification inside the app', () => {
  it('finds nothing in a log that nobody touched, and its head', async () => {
    const { sequence, hash } = entryIn(lines.at(-1));
    expect(await verified([SEGMENT, lines])).toEqual({ breaks: [], head: { sequence, hash } });
  });

  it('says how it shows that something is not as it was written', async () => {
    const text = lines[9]?.toString('utf8') ?? '';
    const cases: readonly (readonly [readonly Buffer[], string])[] = [
      [lines.with(9, Buffer.from(text.replace('窓口', '電話'))), 'hash'],
      [lines.with(9, Buffer.from(text.replace('{"action"', '{ "action"'))), 'unreadable'],
      [lines.with(9, Buffer.from(text.replaceAll('\n', ''))), 'unreadable'],
      [lines.with(9, Buffer.alloc(300_000, 'x')), 'unreadable'],
      [lines.toSpliced(9, 1), 'order'],
      [lines.with(9, after(8, { sequence: 11 })), 'order'],
      [lines.with(9, after(7, { sequence: 10 })), 'link'],
      [lines.toSpliced(9, 0, lines[0] ?? Buffer.alloc(0)), 'opening'],
    ];
    for (const [content, because] of cases) expect(await breakIn(content)).toEqual({ at: 10, because });
    expect(await breakIn(lines.slice(1))).toEqual({ at: 1, because: 'opening' });
    expect(await breakIn([])).toEqual({ at: 1, because: 'unreadable' });
  });

  it('finds an invalid byte in the place of a replacement character', async () => {
    const odd = rewritten(lines, 9, ({ sequence }) => (sequence === 10 ? { reason: '\ufffd' } : {}));
    expect(await breakIn(odd)).toBeUndefined();
    const line = odd[9] ?? Buffer.alloc(0);
    const at = line.indexOf('\ufffd');
    const changed = Buffer.concat([line.subarray(0, at), Buffer.of(0xff), line.subarray(at + 3)]);
    expect(await breakIn(odd.with(9, changed))).toEqual({ at: 10, because: 'unreadable' });
  });

  it('reads the segment after a broken one as a chain of its own', async () => {
    const { sequence, hash } = entryIn(lines.at(-1));
    const opening = lineOf(openingAfter({ sequence, hash }, parts));
    const second = [opening.line, lineOf(entry(22, opening.head.hash)).line];
    const name = 'operation-log-000000000021.jsonl';
    expect(await verified([SEGMENT, lines], [name, second])).toMatchObject({
      breaks: [],
      head: { sequence: 22 },
    });
    expect(await verified([SEGMENT, lines.toSpliced(4, 1)], [name, second])).toMatchObject({
      breaks: [{ at: 5, because: 'order', segment: SEGMENT }],
      head: { sequence: 22 },
    });
    expect(await verified([SEGMENT, lines.slice(0, -1)], [name, second])).toMatchObject({
      breaks: [{ at: 20, because: 'order', segment: name }],
    });
    expect(await verified([SEGMENT, lines], ['operation-log-000000000022.jsonl', second])).toMatchObject({
      breaks: [{ at: 21, because: 'opening' }],
    });
  });

  it('keeps a break that an opening records, and still holds that opening to the entry before', async () => {
    const { sequence, hash } = entryIn(lines.at(-1));
    const found = { at: 21, because: 'cut-off', segment: SEGMENT } as const;
    const evidence = { bytes: 1, sha256: '0'.repeat(64) };
    const name = 'operation-log-000000000030.jsonl';
    const opening = lineOf(
      openingAfterBreak(found, evidence, { sequence, hash }, { ...parts, sequence: 30 }),
    ).line;
    expect((await verified([SEGMENT, lines], [name, [opening]])).breaks).toEqual([
      { at: 21, because: 'cut-off', segment: name },
    ]);
    expect((await verified([SEGMENT, lines.slice(0, -1)], [name, [opening]])).breaks).toEqual([
      { at: 20, because: 'link', segment: name },
      { at: 21, because: 'cut-off', segment: name },
    ]);
  });
});

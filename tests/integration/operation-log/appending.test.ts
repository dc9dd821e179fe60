import { readFile, stat } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import { anything, draft, Terminal, valueOf } from './a-log.ts';

describe('appending to the operation log', () => {
  it('begins with an opening entry and numbers what follows', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 2 });
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 3 });
    const [opening, first, second] = (await terminal.lines()).map((line) => JSON.parse(line));
    expect(opening).toMatchObject({
      sequence: 1,
      operation: 'log.opened',
      workstation: 'WS-01',
      previousHash: '0'.repeat(64),
      detail: { format: 1, logId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(first).toMatchObject({
      sequence: 2,
      previousHash: opening.hash,
      time: '2026-11-21T01:00:00.000Z',
    });
    expect(second).toMatchObject({ sequence: 3, previousHash: first.hash });
  });

  it('keeps the order of entries that come at the same time and writes them together', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const numbers = await Promise.all(
      Array.from({ length: 500 }, async (_, index) =>
        valueOf(await log.append(draft({ detail: { index } }))),
      ),
    );
    expect(numbers.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 500 }, (_, n) => n + 2));
    const entries = (await terminal.lines()).slice(1).map((line) => JSON.parse(line));
    expect(entries.map(({ detail }) => detail.index)).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  it('goes on after a restart where it ended', async () => {
    await using terminal = await Terminal.make();
    await (await terminal.open()).append(draft());
    const log = await terminal.open();
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 3 });
    expect(log.state()).toMatchObject({ state: 'verified', entries: 3, verifiedUpTo: 3, brokenAt: null });
  });

  it('writes neither a number nor a note in the clear, and never the same value twice', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const one = AddresseeNumber.parse('7777712345');
    await log.append(draft({ subjects: [one, one], note: '母の山田太郎と来庁' }));
    const text = await readFile(await terminal.path(), 'utf8');
    expect(text).not.toContain('7777712345');
    expect(text).not.toContain('山田太郎');
    const { subjects } = JSON.parse((await terminal.lines())[1] ?? '');
    expect(new Set(subjects).size).toBe(2);
    expect(subjects[0]).toHaveLength(59);
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(entry).toMatchObject({ subjects: [one, one], reason: '窓口：母の山田太郎と来庁' });
  });

  it('keeps file and folder to this user', async () => {
    await using terminal = await Terminal.make();
    await terminal.open();
    expect((await stat(await terminal.path())).mode & 0o077).toBe(0);
  });

  it('throws for a draft that is none, and writes nothing', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    await expect(log.append(draft({ operation: '' }))).rejects.toThrow(/too_small/);
    await expect(log.append(draft({ detail: { 'not a word': 1 } }))).rejects.toThrow(/invalid_key/);
    expect(await terminal.lines()).toHaveLength(1);
  });

  it('takes half a character and a minus zero as what they most likely are', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const half = '\ud842';
    valueOf(
      await log.append(
        draft({
          note: half,
          reason: half,
          detail: { a: half, b: -0 },
          actor: { ...draft().actor, name: half },
        }),
      ),
    );
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(entry).toMatchObject({ reason: '\ufffd：\ufffd', name: '\ufffd', detail: { a: '\ufffd', b: 0 } });
    expect((await terminal.open()).state()).toMatchObject({ state: 'verified', entries: 2 });
  });

  it('begins a new segment when one is long, and chains it to the one before', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open({ segmentBytes: 4_000 });
    for (let n = 0; n < 30; n += 1) valueOf(await log.append(draft()));
    const segments = await terminal.segments();
    expect(segments.length).toBeGreaterThan(3);
    const entries = (await terminal.lines()).map((line) => JSON.parse(line));
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    for (const [index, entry] of entries.entries()) {
      expect(entry.previousHash).toBe(entries[index - 1]?.hash ?? '0'.repeat(64));
    }
    const names = entries
      .filter(({ operation }) => operation === 'log.opened')
      .map(({ sequence }) => `operation-log-${String(sequence).padStart(12, '0')}.jsonl`);
    expect(segments).toEqual(names);
    expect(new Set(entries.map(({ detail }) => detail.logId).filter((id) => id !== undefined)).size).toBe(1);
    const again = await terminal.open({ segmentBytes: 4_000 });
    expect(again.state()).toMatchObject({ state: 'verified', entries: entries.length });
  });

  it('lets one process at a time have it', async () => {
    await using terminal = await Terminal.make();
    await terminal.open();
    expect(await openOperationLog(terminal.options())).toMatchObject({
      ok: false,
      problem: { code: 'log-unavailable' },
    });
  });

  it('refuses entries once it is closed', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const last = log.append(draft());
    await log.close();
    expect(await last).toEqual({ ok: true, value: { sequence: 2 } });
    expect(await log.append(draft())).toMatchObject({ ok: false, problem: { code: 'log-unavailable' } });
    expect(await terminal.lines()).toHaveLength(2);
  });
});

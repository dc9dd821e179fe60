import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  entryOf,
  hashedEntryOf,
  hashOf,
  type LogEntry,
  lineOf,
  type UnhashedEntry,
} from '../../../src-main/operation-log/entry.ts';

const sealed = 'A'.repeat(59);
const entry: UnhashedEntry = {
  action: '照会（検索）',
  actor: { userId: 'clerk01', name: '窓口　花子', department: '健康推進課', role: 'clerk' },
  detail: { hits: 1, by: 'kana' },
  note: sealed,
  operation: 'people.search',
  previousHash: '0'.repeat(64),
  reason: '窓口',
  result: 'done',
  sequence: 2,
  subjects: [sealed, 'B'.repeat(59)],
  time: '2026-11-21T01:00:00.000Z',
  workstation: 'WS-01',
};

const line = lineOf(entry).line.subarray(0, -1);
const read = (text: string) => entryOf(Buffer.from(text));

describe('the line of an entry', () => {
  it('is read back', () => {
    expect(read(line.toString('utf8'))).toEqual({ ...entry, hash: hashOf(entry) });
  });

  it('has its hash computed from what stands there, whatever it says', () => {
    expect(hashedEntryOf(line)?.computed).toBe(hashOf(entry));
    const forged = Buffer.from(line.toString('utf8').replace('"hits":1', '"hits":2'));
    const found = hashedEntryOf(forged);
    expect(found?.entry.hash).toBe(hashOf(entry));
    expect(found?.computed).toBe(hashOf({ ...entry, detail: { hits: 2, by: 'kana' } }));
    expect(hashedEntryOf(Buffer.from(` ${line.toString('utf8')}`))).toBeUndefined();
  });

  it('is no entry when it is not canonical', () => {
    const text = line.toString('utf8');
    const others = [
      text.replace('{"action"', '{ "action"'),
      text.replace('照会', '\\u7167会'),
      text.replace('"by":"kana","hits":1', '"hits":1,"by":"kana"'),
      text.replace('"hits":1', '"hits":1.0'),
      text.replace('"hits":1', '"hits":1,"hits":1'),
      `${text} `,
      text.replace('"reason"', '"extra":1,"reason"'),
      text.replace('"note"', '"Note"'),
      '',
      '[]',
      'null',
    ];
    expect(others.map(read)).toEqual(others.map(() => undefined));
    expect(
      entryOf(Buffer.concat([line.subarray(0, 12), Buffer.of(0xff), line.subarray(13)])),
    ).toBeUndefined();
  });
});

const changed = (changes: Partial<LogEntry>) => hashOf({ ...entry, ...changes });

describe('the hash of an entry', () => {
  it('covers every field but itself', () => {
    const hashes = [
      changed({}),
      changed({ action: 'x' }),
      changed({ actor: { ...entry.actor, role: 'it' } }),
      changed({ detail: {} }),
      changed({ note: '' }),
      changed({ operation: 'x' }),
      changed({ previousHash: '1'.repeat(64) }),
      changed({ reason: '' }),
      changed({ result: 'x' }),
      changed({ sequence: 3 }),
      changed({ subjects: [] }),
      changed({ subjects: [sealed] }),
      changed({ subjects: entry.subjects.toReversed() }),
      changed({ time: '2026-11-21T01:00:00.001Z' }),
      changed({ workstation: 'WS-02' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(changed({ hash: 'f'.repeat(64) })).toBe(changed({}));
  });

  it('stays the same when a sealed value is blacked out, and changes with any of its characters', () => {
    const black = `sha256:${createHash('sha256').update(sealed).digest('hex')}`;
    expect(changed({ note: black, subjects: [black, entry.subjects[1] ?? ''] })).toBe(changed({}));
    expect(changed({ note: `B${sealed.slice(1)}` })).not.toBe(changed({}));
    // The last character's spare bits too: base64url would decode to the same bytes.
    expect(changed({ subjects: [`${sealed.slice(0, -1)}B`, entry.subjects[1] ?? ''] })).not.toBe(changed({}));
  });
});

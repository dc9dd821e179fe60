import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Entry } from '../../../src-main/batches/draft-record.ts';
import { draftOf } from '../../../src-main/batches/draft-record.ts';
import { Draft } from '../../../src-shared/contract/batches.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { clerk, type MadeBatches, madeBatches, otherClerk } from './made-batches.ts';

const office = { kind: 'office' } as const;
const recordsHeader = '市町村コード,券番号,接種回数,接種日,ワクチンメーカー,ワクチンロット番号';
const recordsRow = '131237,0000000001,1,20210601,ファイザー,FJ7489';
const records = `${recordsHeader}\r\n${recordsRow}\r\n`;
const subjectsHeader = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号';
const subjects = `${subjectsHeader}\n131237,10000001,123456789018,試験 一郎,シケン イチロウ,19800401,1,0000000001\n`;

const choose = async (made: MadeBatches, bytes: string | Uint8Array): Promise<Outcome<Entry>> => {
  made.choose(bytes);
  return made.batches.chooseFile(clerk, office);
};

/** The code of the problem and its sentence; fails where there is none. */
function problemOf(outcome: Outcome<unknown>): readonly [string, string] {
  if (outcome.ok) throw new Error('there was no problem');
  return [outcome.problem.code, outcome.problem.sentence];
}

function entryOf(outcome: Outcome<Entry>): Entry {
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

// Each starts a worker of its own, which takes its time on a busy machine.
const patient = { timeout: 30_000 };

describe('a file is chosen', patient, () => {
  test('its kind, encoding, columns and first rows are recognised, and the draft passes the contract', async () => {
    const made = madeBatches();
    const entry = entryOf(await choose(made, `\uFEFF${records}`));
    const draft = Draft.parse(draftOf(entry));
    expect(draft).toMatchObject({
      stage: 'chosen',
      fileName: 'chosen.csv',
      kind: 'records',
      layoutId: 'records-1',
      encoding: 'utf-8-bom',
      preview: [['131237', '0000000001', '1', '20210601', 'ファイザー', 'FJ7489']],
      check: null,
      batch: null,
    });
    expect(draft.columns.map(({ column }) => column)).toEqual(recordsHeader.split(','));
    expect(JSON.stringify(draft)).not.toContain(made.folder);
  });

  test('the people of the preview are known to the operation log', async () => {
    expect(entryOf(await choose(madeBatches(), subjects)).record.previewPeople).toEqual(['10000001']);
  });

  test('or none, or one that can’t be used: there is no draft, and the folder is as it was', async () => {
    const made = madeBatches();
    expect(problemOf(await made.batches.chooseFile(clerk, office))[0]).toBe('file-not-chosen');
    expect(problemOf(await choose(made, ''))[0]).toBe('file-empty');
    expect(problemOf(await choose(made, `${recordsHeader}\n`))[0]).toBe('no-rows');
    expect(made.cache.kept.size).toBe(0);
  });

  test('a draft is its owner’s alone', async () => {
    const { batches, ...made } = madeBatches();
    const { draftId } = entryOf(await choose({ batches, ...made }, records));
    expect(problemOf(await batches.read(otherClerk, draftId))[0]).toBe('draft-missing');
    expect(problemOf(await batches.readAs(otherClerk, draftId, 'records', 'utf-8'))[0]).toBe('draft-missing');
    expect(problemOf(await batches.submitting.withdraw(otherClerk, draftId))[0]).toBe('draft-missing');
    expect(await batches.list(otherClerk)).toEqual({ ok: true, value: [] });
    expect(await batches.list(clerk)).toMatchObject({ ok: true, value: [{ draftId }] });
  });

  test('a draft that was never sent disappears when it is given up', async () => {
    const made = madeBatches();
    const { draftId } = entryOf(await choose(made, records));
    expect(await made.batches.submitting.withdraw(clerk, draftId)).toMatchObject({
      ok: true,
      value: { record: { stage: 'ended', path: null, preview: [] } },
    });
    expect(made.cache.kept.size).toBe(0);
  });
});

describe('reading a file another way', patient, () => {
  test('another kind is refused where the header is not of it, and the draft stays as it was', async () => {
    const made = madeBatches();
    const { draftId, record } = entryOf(await choose(made, records));
    const [code, sentence] = problemOf(await made.batches.readAs(clerk, draftId, 'subjects', 'utf-8'));
    expect(code).toBe('layout-other-kind');
    expect(sentence).toContain('接種記録');
    expect(entryOf(await made.batches.read(clerk, draftId)).record).toEqual(record);
  });

  test('an encoding that can’t read the header is refused, with the bytes that it can’t read', async () => {
    const made = madeBatches();
    const both = 'Lot No.,市町村コード,券番号,接種回数,接種日,メーカー\n';
    const bytes = Buffer.concat([
      Buffer.from(both),
      Buffer.from('FJ7489,131237,0000000001,1,20210601,ファイザー\n'),
    ]);
    const { draftId } = entryOf(await choose(made, bytes));
    expect(problemOf(await made.batches.readAs(clerk, draftId, 'records', 'cp932'))[0]).toBe(
      'file-encoding-undecided',
    );
  });

  test('a BOM is there or not, whatever is said', async () => {
    const made = madeBatches();
    const { draftId } = entryOf(await choose(made, `\uFEFF${records}`));
    const read = entryOf(await made.batches.readAs(clerk, draftId, 'records', 'utf-8'));
    expect(read.record.encoding).toBe('utf-8-bom');
  });
});

test('choosing writes nothing beside the journal', patient, async () => {
  const made = madeBatches();
  mkdirSync(path.join(made.folder, 'staging'));
  writeFileSync(path.join(made.folder, 'other.txt'), '');
  entryOf(await choose(made, subjects));
  expect(new Set(readdirSync(made.folder, { recursive: true, encoding: 'utf8' }))).toEqual(
    new Set(['chosen.csv', 'other.txt', 'staging']),
  );
});

import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import type { RowFilter } from '../../../src-shared/contract/batch-rows.ts';
import type { DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { valueOf } from './checked-file.ts';
import { clerk, type MadeBatches, madeBatches, otherClerk } from './made-batches.ts';
import { recordsHeader as header, recordsRow as row } from './records-rows.ts';

const everyRow: RowFilter = { code: null, severity: null, text: '', edited: false };
const VENUE = 4;

async function ended(made: MadeBatches, started: Outcome<Job>): Promise<Job> {
  const job = valueOf(started);
  for (;;) {
    const now = made.jobs.list(clerk.userId).find(({ jobId }) => jobId === job.jobId);
    if (now && now.state !== 'running') return now;
    await sleep(5);
  }
}

async function checked(made: MadeBatches, lines: readonly string[], head = header): Promise<DraftId> {
  made.choose([head, ...lines].join('\r\n'));
  const { draftId } = valueOf(await made.batches.chooseFile(clerk, { kind: 'office' }));
  expect(await ended(made, await made.batches.checking.check(clerk, draftId))).toMatchObject({
    state: 'done',
  });
  return draftId;
}

/** Lines of the rows that a filter leaves. */
async function linesOf(
  made: MadeBatches,
  draftId: DraftId,
  filter: Partial<RowFilter>,
): Promise<readonly number[]> {
  for (;;) {
    const request = { filter: { ...everyRow, ...filter }, offset: 0, limit: 200 };
    const { value } = valueOf(await made.batches.rows.window(clerk, draftId, request));
    if (value.searched === 1) return value.rows.map(({ line }) => line);
  }
}

// Each starts workers of its own, which takes its time on a busy machine.
const patient = { timeout: 60_000 };

describe('the rows of a checked draft', patient, () => {
  test('are shown from any place, with what was found in them and without what may not be seen', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 1_000 }, (_, index) => row(index, index === 500 ? { dose: 9 } : {}));
    const draftId = await checked(made, lines);
    const request = { filter: everyRow, offset: 499, limit: 3 };
    const { value, people } = valueOf(await made.batches.rows.window(clerk, draftId, request));
    expect(value).toMatchObject({ total: 1_000, searched: 1, offset: 499 });
    expect(value.rows.map(({ line, severity, editable }) => [line, severity, editable])).toEqual([
      [501, 'must-correct', true],
      [502, 'reject', true],
      [503, 'must-correct', true],
    ]);
    expect(value.rows[1]?.findings.map(({ code }) => code)).toContain('dose-number-range');
    expect(value.rows[1]?.cells[2]).toEqual({ text: '9', original: null });
    expect(people).toEqual([]);
    expect(await made.batches.rows.window(otherClerk, draftId, request)).toMatchObject({
      problem: { code: 'draft-missing' },
    });
  });

  test('are left by rule, by severity, by what was edited, and by a text whatever its width, case and kana', async () => {
    const made = madeBatches();
    const draftId = await checked(made, [
      row(1, { venue: 'あおば会館', lot: 'fj7489' }),
      row(2, { venue: 'ｱｵﾊﾞ公園' }),
      row(3, { dose: 9, venue: 'みなと' }),
      row(4, { venue: '２０２１年会場' }),
    ]);
    const found = (filter: Partial<RowFilter>) => linesOf(made, draftId, filter);
    expect(await found({ text: 'アオバ' })).toEqual([2, 3]);
    expect(await found({ text: 'ＦＪ7489' })).toEqual([2, 3, 4, 5]);
    expect(await found({ text: '2021年' })).toEqual([5]);
    expect(await found({ text: '無い' })).toEqual([]);
    expect(await found({ code: 'dose-number-range' })).toEqual([4]);
    expect(await found({ severity: 'reject', text: 'ミナト' })).toEqual([4]);
    const place = { filter: { ...everyRow, text: 'あおば' }, line: 3 };
    expect(valueOf(await made.batches.rows.placeOfLine(clerk, draftId, place))).toBe(1);
    valueOf(await made.batches.rows.editCells(clerk, draftId, [{ line: 4, cell: VENUE, text: '青葉' }]));
    expect(await found({ edited: true })).toEqual([4]);
    expect(await found({ text: 'みなと' })).toEqual([]);
    expect(await found({ text: '青葉' })).toEqual([4]);
  });

  test('say in ranges of lines where a rule found something', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 20 }, (_, index) => row(index, index % 10 < 3 ? { dose: 9 } : {}));
    const draftId = await checked(made, lines);
    expect(valueOf(await made.batches.rows.ranges(clerk, draftId, 'dose-number-range'))).toEqual({
      ranges: [
        { from: 2, to: 4 },
        { from: 12, to: 14 },
      ],
      more: false,
    });
  });
});

describe('an edit', patient, () => {
  test('stays beside the original, is checked at once, and can be taken back and made again', async () => {
    const made = madeBatches();
    const draftId = await checked(made, [row(1, { dose: 9 }), row(2)]);
    const { rows } = made.batches;
    const edited = valueOf(await rows.editCells(clerk, draftId, [{ line: 2, cell: 2, text: '１' }]));
    expect(edited.value).toMatchObject({
      job: null,
      check: { rejected: 0 },
      edits: { editedRows: 1, undo: '行2 接種回数の修正', redo: null },
    });
    const shown = valueOf(await rows.window(clerk, draftId, { filter: everyRow, offset: 0, limit: 1 }));
    expect(shown.value.rows[0]?.cells[2]).toEqual({ text: '１', original: '9' });
    expect(valueOf(await made.batches.read(clerk, draftId)).record.check?.rejected).toBe(0);
    expect(await ended(made, await rows.changeRows(clerk, draftId, { kind: 'undo' }))).toMatchObject({
      state: 'done',
    });
    expect(valueOf(await made.batches.read(clerk, draftId)).record.check?.rejected).toBe(1);
    expect(valueOf(await rows.edits(clerk, draftId))).toEqual({
      editedRows: 0,
      undo: null,
      redo: '行2 接種回数の修正',
    });
    await ended(made, await rows.changeRows(clerk, draftId, { kind: 'redo' }));
    expect(valueOf(await rows.edits(clerk, draftId))).toMatchObject({ editedRows: 1, redo: null });
  });

  test('is refused in the header, in a line without cells, in a 個人番号, and with one in its text', async () => {
    const made = madeBatches();
    const head = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号,備考';
    const person = '131237,1001,123456789018,青葉一郎,アオバイチロウ,1980-01-02,1,0000000001,';
    const draftId = await checked(made, [person, '131237,1002'], head);
    const edit = async (line: number, cell: number, text: string): Promise<string> => {
      const edited = await made.batches.rows.editCells(clerk, draftId, [{ line, cell, text }]);
      return edited.ok ? 'done' : edited.problem.code;
    };
    expect(await edit(1, 3, '青葉')).toBe('row-not-editable');
    expect(await edit(3, 3, '青葉')).toBe('row-not-editable');
    expect(await edit(2, 2, '')).toBe('cell-not-editable');
    expect(await edit(2, 8, 'メモ')).toBe('cell-not-editable');
    expect(await edit(2, 3, '１２３４５６７８９０１８')).toBe('edit-holds-individual-number');
    expect(await edit(2, 3, '青葉二郎')).toBe('done');
    const shown = valueOf(
      await made.batches.rows.window(clerk, draftId, { filter: everyRow, offset: 0, limit: 9 }),
    );
    expect(shown.value.rows[0]?.cells[2]).toEqual({ text: 'あり', original: null });
    expect(shown.people).toEqual(['1001']);
    expect(JSON.stringify(shown)).not.toContain('123456789018');
  });

  test('of many rows is one step with one name, all of it or nothing', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 30_000 }, (_, index) => row(index, { venue: '旧会場' }));
    const draftId = await checked(made, lines);
    const { rows } = made.batches;
    const fix = { kind: 'fix', filter: everyRow, fix: { kind: 'set', cell: VENUE, text: '新会場' } } as const;
    const cancelled = valueOf(await rows.changeRows(clerk, draftId, fix));
    expect(await rows.window(clerk, draftId, { filter: everyRow, offset: 0, limit: 1 })).toMatchObject({
      problem: { code: 'job-running' },
    });
    await sleep(300);
    made.jobs.cancel(cancelled.jobId, clerk.userId);
    expect(await ended(made, { ok: true, value: cancelled })).toMatchObject({ state: 'cancelled' });
    expect(valueOf(await rows.edits(clerk, draftId))).toEqual({ editedRows: 0, undo: null, redo: null });

    expect(await ended(made, await rows.changeRows(clerk, draftId, fix))).toMatchObject({
      state: 'done',
      problem: null,
    });
    expect(valueOf(await rows.edits(clerk, draftId))).toEqual({
      editedRows: 30_000,
      undo: '接種会場名 30,000行をまとめて修正',
      redo: null,
    });
    expect(await ended(made, await rows.changeRows(clerk, draftId, { kind: 'undo' }))).toMatchObject({
      state: 'done',
    });
    expect(valueOf(await rows.edits(clerk, draftId)).editedRows).toBe(0);
  });

  test('takes the proposals of a rule, and says how many', async () => {
    const made = madeBatches();
    const wrong = row(1).replace('ファイザー', 'ファイザ');
    const draftId = await checked(made, [wrong, row(2), wrong.replace('0000000001', '0000000003')]);
    const { rows } = made.batches;
    const fix = { kind: 'accept-proposals', code: 'maker-unknown' } as const;
    await ended(made, await rows.changeRows(clerk, draftId, { kind: 'fix', filter: everyRow, fix }));
    const { record } = valueOf(await made.batches.read(clerk, draftId));
    expect(record.check?.rules.map(({ code }) => code)).not.toContain('maker-unknown');
    expect(valueOf(await rows.edits(clerk, draftId)).undo).toMatch(/2件の修正案を受け入れ$/);
  });

  test('is not lost where the process ends before the journal knows of it', async () => {
    const made = madeBatches();
    const draftId = await checked(made, [row(1, { dose: 9 })]);
    const before = made.cache.kept.get(draftId);
    valueOf(await made.batches.rows.editCells(clerk, draftId, [{ line: 2, cell: 2, text: '1' }]));
    if (before) made.cache.kept.set(draftId, before);
    expect(valueOf(await made.batches.read(clerk, draftId)).record.check?.rejected).toBe(1);
    await made.batches.resume(clerk);
    expect(valueOf(await made.batches.read(clerk, draftId)).record.check?.rejected).toBe(0);
  });
});

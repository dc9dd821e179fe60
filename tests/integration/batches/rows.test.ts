import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { DraftId } from '../../../src-shared/contract/batches.ts';
import { individualNumberCheckDigit } from '../../../src-shared/domain/individual-number.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { inCp932 } from '../../unit/batches/in-cp932.ts';
import { everybody, settled, ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const everyRow = { code: null, severity: null, text: '', edited: false } as const;
const LOT = 9;
const DATE = 4;

describe('rows are put right at the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.end());

  const fresh = () =>
    desk.people.filter(
      ({ doses, tickets, flag }) => doses.length === 0 && tickets.length === 1 && flag.kind === 'none',
    );

  async function submitted(draftId: DraftId) {
    const page = await desk.station.get('batches.difference', { draftId, outcome: null, cursor: null });
    const { batch } = await desk.station.get('batches.submit', {
      draftId,
      comment: '',
      leaveOutRejected: true,
      mustCorrectReason: '予診票で確かめた',
      differenceFingerprint: Sha256.parse(page.differenceFingerprint),
    });
    if (!batch) throw new Error('no batch');
    return batch;
  }

  test('and what was edited goes to VRS, original beside edit, can be taken back, and is what is applied', async () => {
    const { station } = desk;
    const [first, second] = fresh();
    const lines = [
      recordLine({ ticketNumber: ticketOf(first), vaccinatedOn: '20210230' }),
      recordLine({ ticketNumber: ticketOf(second) }),
    ];
    const { draftId } = await desk.choose(`${recordsHeader}\n${lines.join('\n')}\n`);
    await desk.check(draftId);
    const edited = await station.get('batches.editCells', {
      draftId,
      edits: [{ line: 2, cell: DATE, text: '2021/7/2' }],
    });
    expect(edited).toMatchObject({
      check: { rejected: 0 },
      edits: { editedRows: 1, undo: '行2 接種日の修正' },
    });

    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    const page = await station.get('batches.difference', { draftId, outcome: null, cursor: null });
    expect(page.rows.map(({ line, edits }) => [line, edits])).toEqual([
      [2, [{ column: '接種日', before: '20210230', after: '2021/7/2' }]],
      [3, []],
    ]);
    const late = { draftId, edits: [{ line: 2, cell: LOT, text: 'FF0843' }] };
    expect(await station.call('batches.editCells', late)).toMatchObject({ problem: { code: 'rows-sent' } });
    expect(
      (await station.get('batches.rows', { draftId, filter: everyRow, offset: 0, limit: 9 })).total,
    ).toBe(2);

    const back = await station.get('batches.takeBack', { draftId });
    expect(back).toMatchObject({ stage: 'checked', batch: null, check: { rejected: 0 } });
    expect((await desk.batches()).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(await station.call('batches.takeBack', { draftId })).toMatchObject({
      problem: { code: 'draft-state' },
    });
    await station.get('batches.editCells', late);
    expect(await station.get('batches.edits', { draftId })).toMatchObject({
      editedRows: 1,
      undo: '行2 ワクチンロット番号の修正',
    });

    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    await settled(desk.test, await desk.chief(), await submitted(draftId));
    const after = await everybody(await desk.test.signIn('clerk02'));
    const person = after.find(({ addresseeNumber }) => addresseeNumber === first?.addresseeNumber);
    expect(person?.doses).toMatchObject([{ vaccinatedOn: '2021-07-02', lotNumber: 'FF0843' }]);
  });

  test('and a process that ends while they are taken back goes on where it was, with every edit', async () => {
    const [, , third] = fresh();
    const { draftId } = await desk.choose(
      `${recordsHeader}\n${recordLine({ ticketNumber: ticketOf(third) })}\n`,
    );
    await desk.check(draftId);
    await desk.station.get('batches.editCells', { draftId, edits: [{ line: 2, cell: LOT, text: 'FF0843' }] });
    await desk.send(draftId);
    // VRS withdraws, and the workstation never hears of it: what it wrote down before is all that it has.
    const [batch] = await desk.batches();
    desk.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.withdraw'] });
    expect(await desk.station.call('batches.takeBack', { draftId })).toMatchObject({
      problem: { code: 'vrs-unreachable' },
    });
    desk.vrs.faults.clear();
    expect((await desk.read(draftId)).stage).toBe('ready');
    await desk.stop();
    await desk.start();
    await desk.reaches(draftId, 'checked');
    expect(await desk.read(draftId)).toMatchObject({ batch: null, check: { rows: 1 } });
    expect((await desk.batches()).find(({ batchId }) => batchId === batch?.batchId)?.state).toBe('withdrawn');
    expect(await desk.station.get('batches.edits', { draftId })).toMatchObject({ editedRows: 1 });
  });

  test('or go out as a list, which comes back corrected with those rows alone', async () => {
    const { station } = desk;
    const digits = '73194620581';
    const number = `${digits}${individualNumberCheckDigit(digits)}`;
    const header = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号';
    const lines = [
      `992011,88776655,${number},青葉太郎,アオバタロウ,1980-01-02,1,0088776655`,
      `"992011","88776656","${number}","=青葉""次郎""",アオバジロウ,1980-02-30,1,0088776656`,
      '992011,88776657,,青葉三郎,アオバサブロウ,1980-01-02,1,88',
      '"開いたまま,88776658',
      '992011,88776659',
    ];
    const source = inCp932(`${header}\r\n${lines.join('\r\n')}\r\n`);
    const { draftId } = await desk.choose(source, '対象者.csv');
    await desk.check(draftId);
    await station.get('batches.editCells', { draftId, edits: [{ line: 4, cell: 3, text: '髙橋三郎' }] });

    const chosen = path.join(desk.folder, '対象者.csv');
    desk.target = chosen;
    const onItself = await desk.ended(await station.get('batches.exportFindings', { draftId }));
    expect(onItself).toMatchObject({ state: 'failed', problem: { code: 'export-same-file' } });
    expect(await readFile(chosen)).toEqual(source);
    desk.target = path.join(desk.folder, 'no such folder', 'list.csv');
    expect(await desk.ended(await station.get('batches.exportFindings', { draftId }))).toMatchObject({
      problem: { code: 'export-not-writable' },
    });
    desk.target = path.join(desk.folder, '一覧.csv');
    expect(await desk.ended(await station.get('batches.exportFindings', { draftId }))).toMatchObject({
      state: 'done',
      problem: null,
    });
    const list = await readFile(desk.target);
    expect((await readdir(desk.folder)).filter((name) => name.includes('.part'))).toEqual([]);
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(list);
    const written = text.split('\r\n');
    expect(written[0]).toBe(`${header},検査_行番号,検査_エラーの列,検査_規則,検査_内容,検査_修正案`);
    expect(written).toHaveLength(6);
    expect(written[1]?.startsWith(`${lines[1] ?? ''},3,生年月日,`)).toBe(true);
    expect(written[2]).toMatch(/^992011,88776657,,髙橋三郎,アオバサブロウ,1980-01-02,1,88,4,券番号,/);
    expect(written[3]).toMatch(/^"""開いたまま,88776658",,,,,,,,5,行全体,/);
    expect(written[4]).toMatch(/^"992011,88776659",,,,,,,,6,行全体,/);

    await desk.signIn('chief02');
    const { entries } = await desk.station.get('log.entries', {
      userId: 'clerk01',
      addresseeNumber: '88776656',
      action: '一括登録（エラー一覧の持ち出し）',
      from: '',
      until: '',
      before: null,
      limit: 9,
    });
    expect(entries.map(({ detail }) => detail)).toMatchObject([{ draft: draftId, rows: 4 }]);
    await desk.signIn();

    const corrected = written
      .slice(0, 3)
      .map((line) => line.replace('1980-02-30', '1980-02-28').replace(',88,4,', ',0088776657,4,'));
    const again = await desk.choose(inCp932(`${corrected.join('\r\n')}\r\n`), '一覧.csv');
    expect(again).toMatchObject({ kind: 'subjects', isFindingsList: true });
    await desk.check(again.draftId);
    const { check } = await desk.read(again.draftId);
    expect(check).toMatchObject({ rows: 2, rejected: 0, mustCorrect: 0 });
    expect(check?.rules.map(({ code }) => code)).not.toContain('column-unknown');
    expect(await desk.send(again.draftId)).toMatchObject({ state: 'done', problem: null });
    const page = await station.get('batches.difference', {
      draftId: again.draftId,
      outcome: null,
      cursor: null,
    });
    expect(page.rows.map(({ addresseeNumber }) => addresseeNumber)).toEqual(['88776656', '88776657']);
  });
});

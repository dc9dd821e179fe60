import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { findingsColumns } from '../../../src-shared/domain/layouts/findings-columns.ts';
import { ledgerLines } from '../../../src-shared/domain/layouts/write-ledger.ts';
import { ledgerOfResidents } from '../../../src-training/batch-files/ledger-of-residents.ts';
import { Population } from '../../../src-training/residents/population.ts';
import { settled } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const dose = (ticketNumber: string, day: string, lot: string): string =>
  `20210701120000,${day},${ticketNumber},992011,青葉市民体育館,大塚　健,ファイザー,${lot}`;

describe('files of every layout at the clerk’s desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open({ people: 1_000 });
  });
  afterAll(() => desk.end());

  const sent = async (draft: Draft): Promise<Draft> => {
    const { draftId } = draft;
    expect(await desk.check(draftId)).toMatchObject({ state: 'done', problem: null });
    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    return desk.read(draftId);
  };

  test('予防接種台帳向け出力 of everybody’s doses comes back as no change at all', async () => {
    const bytes = [...ledgerLines(desk.people)].join('');
    // What the training VRS writes beside its data are the same people.
    const example = ledgerOfResidents(new Population('1'), 1_000);
    expect(sortedLines(example)).toEqual(sortedLines(bytes));
    const draft = await desk.choose(bytes, '台帳向け出力.csv');
    expect(draft).toMatchObject({ kind: 'ledger', layoutId: 'ledger-1', readingProblem: null });
    const ready = await sent(draft);
    const doses = desk.people.flatMap((person) =>
      person.doses.filter(({ ticketKind }) => ticketKind === '1'),
    );
    expect(ready.batch).toMatchObject({ kind: 'records', layoutId: 'ledger-1', rowCount: doses.length });
    expect(ready.batch?.counts).toEqual({
      new: 0,
      changed: 0,
      unchanged: doses.length,
      conflicting: 0,
      locked: 0,
      stale: 0,
    });
    expect(ready.check).toMatchObject({ rejected: 0, repeated: 0 });
    const unchanged = ready.check?.rules.find(({ code }) => code === 'record-unchanged');
    expect(unchanged?.count).toBe(doses.length);
    // Whatever else is found are the errors that stand in VRS already.
    const known = new Set(desk.vrs.truth.map(({ addresseeNumber }) => addresseeNumber));
    const lines = bytes.split('\r\n');
    const others = (ready.check?.rules ?? []).filter(({ code }) => code !== 'record-unchanged');
    for (const { code } of others) {
      const question = { draftId: draft.draftId, code, after: 0, limit: 200 };
      const { findings } = await desk.station.get('batches.findings', question);
      const people = findings.map(({ line }) => lines[line - 1]?.split(',')[0] ?? '');
      expect([code, people.filter((person) => !known.has(person))]).toEqual([code, []]);
    }
  });

  test('a dose of a ledger that is new or other is told under its own column, and goes the whole way', async () => {
    const fresh = desk.people.filter(
      ({ doses, flag, tickets, birthDate }) =>
        doses.length === 0 && flag.kind === 'none' && tickets.length === 1 && birthDate < '1990',
    );
    const [one, other] = fresh.map(({ addresseeNumber, tickets }) => ({
      addresseeNumber,
      ticketNumber: tickets[0]?.ticketNumber ?? '',
    }));
    if (!one || !other) throw new Error('nobody without a dose');
    const none = ','.repeat(7);
    const [header = ''] = ledgerLines([]);
    const lines = [
      `${one.addresseeNumber},${dose(one.ticketNumber, '20210601', 'FA1234')},${dose(one.ticketNumber, '20210622', 'FA1234')}`,
      `${other.addresseeNumber},${dose(other.ticketNumber, '20210601', 'FA1234')},${dose(other.ticketNumber, '20210231', 'FA1234')}`,
      `,${dose(other.ticketNumber, '20210601', 'FA1234')},${none}`,
    ];
    const columns = header.trimEnd().split(',').slice(0, 17).join(',');
    const draft = await desk.choose(`${columns}\r\n${lines.join('\r\n')}\r\n`, '台帳.csv');
    const ready = await sent(draft);
    expect(ready.check).toMatchObject({ rows: 3, rejected: 1 });
    const { findings } = await desk.station.get('batches.findings', {
      draftId: draft.draftId,
      code: 'date-invalid',
      after: 0,
      limit: 10,
    });
    expect(findings).toMatchObject([{ line: 3, column: '2回目接種日' }]);
    expect(ready.batch).toMatchObject({ rowCount: 3, leftOutCount: 1, counts: { new: 3 } });
    const page = await desk.station.get('batches.difference', {
      draftId: draft.draftId,
      outcome: null,
      cursor: null,
    });
    expect(page.rows.map(({ line, doseNumber }) => [line, doseNumber])).toEqual([
      [2, 1],
      [2, 2],
      [4, 1],
    ]);
    const submitted = await desk.station.get('batches.submit', {
      draftId: draft.draftId,
      comment: '',
      leaveOutRejected: true,
      mustCorrectReason: '確かめた',
      differenceFingerprint: page.differenceFingerprint,
    });
    if (!submitted.batch) throw new Error('no batch');
    await settled(desk.test, await desk.chief(), submitted.batch);
    const { batchId } = submitted.batch;
    const result = await desk.station.get('batches.result', { batchId, cursor: null });
    expect(result.rows).toEqual([
      { line: 2, doseNumber: 1, result: 'applied' },
      { line: 2, doseNumber: 2, result: 'applied' },
      { line: 4, doseNumber: 1, result: 'applied' },
    ]);
  });

  test('転出・死亡フラグ are held against the people who stand, and go the whole way', async () => {
    const [moving, dying, born] = desk.people.filter(({ flag }) => flag.kind === 'none').slice(20);
    if (!moving || !dying || !born) throw new Error('nobody');
    const lines = [
      `992011,${moving.addresseeNumber},1,20240401`,
      `992011,${dying.addresseeNumber},2,令和6年3月1日`,
      `992011,${born.addresseeNumber},2,18800101`,
      '992011,999999999,1,20240401',
      `992011,${born.addresseeNumber}X,3,20240401`,
    ];
    const header = '市町村コード,宛名番号,転出/死亡フラグ,異動日';
    const draft = await desk.choose(`${header}\r\n${lines.join('\r\n')}\r\n`, '異動.csv');
    expect(draft).toMatchObject({ kind: 'flags', layoutId: 'flags-1' });
    const ready = await sent(draft);
    expect(ready.check?.rules.map(({ code, count }) => [code, count]).toSorted()).toEqual([
      ['date-before-birth', 1],
      ['person-unknown', 1],
      ['value-code', 1],
    ]);
    expect(ready.batch).toMatchObject({ kind: 'flags', rowCount: 4, leftOutCount: 1, acknowledgedCount: 2 });
    expect(ready.batch?.counts).toMatchObject({ changed: 2, conflicting: 2 });
    const page = await desk.station.get('batches.difference', {
      draftId: draft.draftId,
      outcome: 'changed',
      cursor: null,
    });
    expect(page.rows).toMatchObject([
      { line: 2, addresseeNumber: moving.addresseeNumber, personName: moving.name, doseNumber: null },
      {
        line: 3,
        changes: [
          { field: 'flag', after: 'deceased' },
          { field: 'flagOn', after: '2024-03-01' },
        ],
      },
    ]);
    const submitted = await desk.station.get('batches.submit', {
      draftId: draft.draftId,
      comment: '',
      leaveOutRejected: true,
      mustCorrectReason: '確かめた',
      differenceFingerprint: page.differenceFingerprint,
    });
    if (!submitted.batch) throw new Error('no batch');
    await settled(desk.test, await desk.chief(), submitted.batch);
    const reader = await desk.test.signIn('clerk02');
    const { addresseeNumber } = dying;
    expect(await reader.call('people.read', { path: { addresseeNumber } })).toMatchObject({
      flag: { kind: 'deceased', on: '2024-03-01' },
    });
  });

  test('headers of another system are mapped once, and known the next time', async () => {
    const ticketNumber = desk.people[30]?.tickets[0]?.ticketNumber ?? '';
    const header = 'SHICHOSON,KEN,KAI,SHU,HI,JICHITAI,KAIJO,ISHI,MAKER,LOT,ATENA,UMARE';
    const bytes = `${header}\r\n${recordLine({ ticketNumber, doseNumber: '7', vaccinatedOn: '20230701' })}\r\n`;
    const draft = await desk.choose(bytes, '別システム.csv');
    const { draftId } = draft;
    expect(draft.readingProblem?.code).toBe('layout-unknown');
    expect(await desk.station.call('batches.check', { draftId })).toMatchObject({
      problem: { code: 'layout-unknown' },
    });
    const records = await desk.station.get('batches.readAs', { draftId, kind: 'records', encoding: 'utf-8' });
    expect(records.layoutColumns.map(({ name }) => name)).toEqual(recordsHeader.split(','));
    const ids: (string | null)[] = records.layoutColumns.map(({ id }) => id);
    const half = await desk.station.get('batches.mapColumns', { draftId, columns: ids.with(4, null) });
    expect(half.readingProblem).toMatchObject({ code: 'column-not-mapped', about: { column: '接種日' } });
    const twice = await desk.station.get('batches.mapColumns', {
      draftId,
      columns: ids.with(0, 'ticketNumber'),
    });
    expect(twice.readingProblem?.code).toBe('column-mapped-twice');
    const mapped = await desk.station.get('batches.mapColumns', { draftId, columns: ids });
    expect(mapped).toMatchObject({ mappedBy: 'person', readingProblem: null });
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    const again = await desk.choose(bytes, '来月.csv');
    expect(again).toMatchObject({ kind: 'records', mappedBy: 'memory', readingProblem: null });
    expect(again.columns.map(({ id }) => id)).toEqual(ids);
  });

  test('a list of errors that this app wrote is read without a word about its own columns', async () => {
    const ticketNumber = desk.people[40]?.tickets[0]?.ticketNumber ?? '';
    const added = Object.values(findingsColumns).join(',');
    const line = `${recordLine({ ticketNumber, doseNumber: '7' })},5,接種日,date-invalid,直してください。,`;
    const draft = await desk.choose(`${recordsHeader},${added}\r\n${line}\r\n`, 'エラー一覧.csv');
    expect(draft).toMatchObject({ kind: 'records', isFindingsList: true, readingProblem: null });
    await desk.check(draft.draftId);
    const { check } = await desk.read(draft.draftId);
    expect(check?.rules.map(({ code }) => code)).not.toContain('column-unknown');
  });

  test('a layout of the municipality’s own is read at the start; one that breaks the rules of layouts is refused by name', async () => {
    await desk.stop();
    const folder = path.join(desk.home, 'layouts');
    await mkdir(folder, { recursive: true });
    const own = {
      id: 'flags-aoba',
      version: 3,
      kind: 'flags',
      name: '青葉市の異動',
      dateFormats: ['YYYYMMDD'],
      columns: [
        { id: 'municipalityCode', name: '団体', type: 'municipality-code', width: 6, required: true },
        { id: 'addresseeNumber', name: '識別番号', type: 'addressee-number', width: 15, required: true },
        {
          id: 'flag',
          name: '事由',
          type: 'code',
          width: 2,
          required: true,
          codes: [
            { given: 'T', meaning: '転出', sent: 'moved-out' },
            { given: 'S', meaning: '死亡', sent: 'deceased' },
          ],
        },
        { id: 'flagOn', name: '年月日', type: 'date', width: 8, required: true },
      ],
    };
    await writeFile(path.join(folder, '1-own.json'), JSON.stringify(own));
    const { flagOn: _, ...lame } = { ...own, id: 'flags-lame', columns: own.columns.slice(0, 3), flagOn: 1 };
    await writeFile(path.join(folder, '2-lame.json'), JSON.stringify({ ...lame, colour: 'red' }));
    await writeFile(path.join(folder, '3-taken.json'), JSON.stringify({ ...own, id: 'records-1' }));
    await writeFile(path.join(folder, '4-broken.json'), '{');
    await desk.start();
    const { layouts, refused } = await desk.station.get('batches.layouts', {});
    expect(layouts.filter((each) => each.own)).toMatchObject([
      { id: 'flags-aoba', version: 3, kind: 'flags' },
    ]);
    expect(refused.map(({ about }) => [about['file'], about['field']])).toEqual([
      ['2-lame.json', 'colour'],
      ['3-taken.json', 'id'],
      ['4-broken.json', '全体'],
    ]);
    const person = desk.people[50]?.addresseeNumber ?? '';
    const bytes = `団体,識別番号,事由,年月日\r\n992011,${person},T,20240401\r\n992011,${person},S,2024-04-01\r\n`;
    const draft = await desk.choose(bytes, '青葉.csv');
    expect(draft).toMatchObject({ layoutId: 'flags-aoba', layoutVersion: 3, layoutName: '青葉市の異動' });
    await desk.check(draft.draftId);
    const { check } = await desk.read(draft.draftId);
    expect(check?.rules.map(({ code }) => code)).toEqual(['date-invalid']);
  });
});

function sortedLines(text: string): string[] {
  return text.replace('\uFEFF', '').split('\r\n').toSorted();
}

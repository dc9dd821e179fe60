import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { changeRows } from '../../../src-main/batches/rows/changing.ts';
import { editCells } from '../../../src-main/batches/rows/editing.ts';
import { recheckAll } from '../../../src-main/batches/rows/recheck-all.ts';
import type { Holder, TicketKey } from '../../../src-main/cache/repositories.ts';
import type { RowFilter } from '../../../src-shared/contract/batch-rows.ts';
import {
  AddresseeNumber,
  IsoDate,
  IsoTimestamp,
  TicketNumber,
  UserId,
} from '../../../src-shared/domain/identifiers.ts';
import { valueOf } from './checked-file.ts';
import { saidOf, stagedFile, whatStands } from './staged-file.ts';

const editing = { at: IsoTimestamp.parse('2021-10-01T03:00:00Z'), by: UserId.parse('clerk01') };
const everyRow: RowFilter = { code: null, severity: null, text: '', edited: false };

/** Few values, so that rows meet: in tickets, people, days and venues. */
interface Pool {
  readonly header: readonly string[];
  readonly cells: readonly (readonly string[])[];
}

const records: Pool = {
  header: [
    '市町村コード',
    '券番号',
    '接種回数',
    '接種日',
    '接種会場名',
    'ワクチンメーカー',
    'ワクチンロット番号',
    '宛名番号',
  ],
  cells: [
    ['131237', '131237', '131237', '131238', '011002'],
    ['0000000001', '0000000002', '0000000003', '0000000004', '12'],
    ['1', '2', '3', '9'],
    ['20210701', '20210722', '2021-08-20', '20210230', '20300101'],
    ['東会場', '西会場', ''],
    ['ファイザー', '武田/モデルナ', 'ふあいざー'],
    ['FJ7489', 'FF0843', '3004667'],
    ['', '', '1001', '1003'],
  ],
};

const subjects: Pool = {
  header: ['市町村コード', '宛名番号', '個人番号', '氏名', 'カナ氏名', '生年月日', '性別', '券番号'],
  cells: [
    ['131237', '131237', '131238'],
    ['1001', '1002', '1003', ''],
    // With its check digit, without one, and with a wrong one.
    ['123456789018', '', '123456789012'],
    ['青葉一郎', '青葉二郎'],
    ['アオバ'],
    ['1980-01-02', '1980-01-03', '1980-02-30'],
    ['1', '2'],
    ['0000000001', '0000000002', '0000000003', 'x'],
  ],
};

const dose = (number: number): readonly string[] =>
  [
    '接種日',
    '券番号',
    '接種自治体コード',
    '接種会場名',
    '接種医師名',
    'ワクチンメーカー',
    'ワクチンロット番号',
  ].map((name) => `${number}回目${name}`);
const doseCells: readonly (readonly string[])[] = [
  ['20210701', '20210722', '', '20210230'],
  ['0000000001', '0000000002', '0000000003', '0000000004', ''],
  ['131237', ''],
  ['東会場', ''],
  ['大塚　健'],
  ['ファイザー', ''],
  ['FJ7489', 'FF0843', ''],
];

const ledger: Pool = {
  header: ['個別宛名番号', ...dose(1), ...dose(2)],
  cells: [['1001', '1003', ''], ...doseCells, ...doseCells],
};

const flags: Pool = {
  header: ['市町村コード', '宛名番号', '転出/死亡フラグ', '異動日'],
  cells: [
    ['131237', '131237', '131238', ''],
    ['1001', '1002', '1003', '１００１', ''],
    ['1', '2', '0', '9'],
    ['20210701', '20210702', '2021-07-01', '20210230', '20300101', ''],
  ],
};

const NUMBER_CELL = 2;

/** 1 and 2 are tickets of one person, 3 has a confirmed dose, 4 was never issued. */
function holder({ ticketNumber }: TicketKey): Holder | null {
  const number = Number(ticketNumber);
  if (number > 3) return null;
  const isShared = number < 3;
  const other = TicketNumber.parse(number === 1 ? '0000000002' : '0000000001');
  return {
    addresseeNumber: AddresseeNumber.parse(isShared ? '1001' : '1003'),
    birthDate: IsoDate.parse('1980-01-02'),
    flag: { kind: 'none' },
    stoppedOn: null,
    replacedBy: null,
    otherTickets: isShared ? [other] : [],
    doses: isShared
      ? []
      : [
          {
            ticketNumber: TicketNumber.parse('0000000003'),
            doseNumber: 1,
            injection: true,
            vaccinatedOn: IsoDate.parse('2021-07-01'),
            maker: 'ファイザー',
            lotNumber: 'FF0843',
            confirmed: true,
          },
        ],
  };
}

type Act =
  | {
      readonly kind: 'edit';
      readonly cells: readonly { readonly row: number; readonly cell: number; readonly text: string }[];
    }
  | { readonly kind: 'set' | 'replace'; readonly cell: number; readonly from: string; readonly text: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

const rowOf = ({ cells }: Pool): fc.Arbitrary<string[]> =>
  fc.tuple(...cells.map((texts) => fc.constantFrom(...texts)));

function actsOn(pool: Pool, editable: readonly number[]): fc.Arbitrary<Act> {
  const cell = fc.constantFrom(...editable);
  const cellAndText = cell.chain((at) =>
    fc.tuple(fc.constant(at), fc.constantFrom(...(pool.cells[at] ?? ['']))),
  );
  const edit = fc.tuple(fc.nat(11), cellAndText).map(([row, [at, text]]) => ({ row, cell: at, text }));
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .array(edit, { minLength: 1, maxLength: 3 })
        .map((cells): Act => ({ kind: 'edit', cells })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('set' as const, 'replace' as const), cellAndText, fc.nat(4))
        .map(([kind, [at, text], from]): Act => ({
          kind,
          cell: at,
          from: pool.cells[at]?.[from] || '?',
          text,
        })),
    },
    { weight: 3, arbitrary: fc.constantFrom<Act>({ kind: 'undo' }, { kind: 'redo' }) },
  );
}

/** What the rows say after each act, as simply as it can be said. */
class Model {
  #rows: readonly (readonly string[])[];
  readonly #done: (readonly (readonly string[])[])[] = [];
  readonly #undone: (readonly (readonly string[])[])[] = [];

  constructor(rows: readonly (readonly string[])[]) {
    this.#rows = rows;
  }

  get rows(): readonly (readonly string[])[] {
    return this.#rows;
  }

  act(act: Act): void {
    if (act.kind === 'undo' || act.kind === 'redo') {
      const [from, to] = act.kind === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
      const other = from.pop();
      if (!other) return;
      to.push(this.#rows);
      this.#rows = other;
      return;
    }
    const next = this.#rows.map((row) => [...row]);
    if (act.kind === 'edit') {
      for (const { row, cell, text } of act.cells) {
        const cells = next[row % next.length];
        if (cells) cells[cell] = text;
      }
    } else {
      for (const cells of next)
        if (act.kind === 'set' || cells[act.cell] === act.from) cells[act.cell] = act.text;
    }
    if (JSON.stringify(next) === JSON.stringify(this.#rows)) return;
    this.#done.push(this.#rows);
    this.#undone.length = 0;
    this.#rows = next;
  }
}

/** Nearly all rows of one venue and day with one lot: a setting left over from another day can be seen. */
const busyVenue = Array.from({ length: 46 }, (_, index) => [
  '131237',
  String(9_000_000_000 + index),
  '1',
  '20210701',
  '東会場',
  'ファイザー',
  'FJ7489',
  '',
]);

/** A few rows of it are other than the rest. */
const almostBusy = fc
  .array(fc.tuple(fc.nat(45), fc.constantFrom(3, 4, 6), fc.nat(1)), { maxLength: 3 })
  .map((odd) => {
    const rows = structuredClone(busyVenue);
    for (const [row, cell, other] of odd) {
      const cells = rows[row];
      if (cells)
        cells[cell] =
          { 3: ['20210702', '20210722'], 4: ['西会場', ''], 6: ['FF0843', 'EY5420'] }[cell]?.[other] ?? '';
    }
    return rows;
  });

const busyActs = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.nat(45), fc.constantFrom(3, 4, 6), fc.nat(2)).map(([row, cell, other]): Act => ({
        kind: 'edit',
        cells: [
          {
            row,
            cell,
            text:
              {
                3: ['20210702', '20210722', '20210701'],
                4: ['西会場', '', '東会場'],
                6: ['FF0843', '3004667', 'FJ7489'],
              }[cell]?.[other] ?? '',
          },
        ],
      })),
    },
    { weight: 1, arbitrary: fc.constantFrom<Act>({ kind: 'undo' }, { kind: 'redo' }) },
  ),
  { minLength: 1, maxLength: 5 },
);

const fileOf = ({ header }: Pool, rows: readonly (readonly string[])[]): string =>
  [header, ...rows].map((cells) => cells.join(',')).join('\n');

const few = (pool: Pool, editable: readonly number[]) =>
  fc.tuple(
    fc.array(rowOf(pool), { minLength: 2, maxLength: 12 }),
    fc.array(actsOn(pool, editable), { minLength: 1, maxLength: 6 }),
  );
const every = ({ header }: Pool): number[] => header.map((_, cell) => cell);

const withoutNumber = every(subjects).filter((cell) => cell !== NUMBER_CELL);

describe.each([
  ['接種記録', records, few(records, every(records))],
  ['接種記録 of one busy venue', records, fc.tuple(almostBusy, busyActs)],
  ['予防接種台帳向け出力', ledger, few(ledger, every(ledger))],
  ['接種対象者', subjects, few(subjects, withoutNumber)],
  ['転出・死亡フラグ', flags, few(flags, every(flags))],
] as const)('after any edits, undone and done again, a file of %s', (_, pool, given) => {
  const stands = whatStands(holder);
  const parts = { ...stands, stopped: () => false, onProgress: () => undefined };

  test('says what a check of the edited file from scratch says', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(given, async ([rows, acts]) => {
        const file = await stagedFile(fileOf(pool, rows), holder);
        const model = new Model(rows);
        const done: boolean[] = [];
        const opened = file.open();
        for (const act of acts) {
          model.act(act);
          if (act.kind === 'edit') {
            const edits = act.cells.map(({ row, cell, text }) => ({
              line: (row % rows.length) + 2,
              cell,
              text,
            }));
            done.push(valueOf(await editCells(opened, edits, editing, stands)));
          } else if (act.kind === 'undo' || act.kind === 'redo') {
            valueOf(await changeRows(opened, { kind: act.kind }, editing, parts));
          } else {
            const { cell, from, text } = act;
            const fix =
              act.kind === 'set'
                ? { kind: 'set' as const, cell, text }
                : { kind: 'replace' as const, cell, from, to: text };
            valueOf(await changeRows(opened, { kind: 'fix', filter: everyRow, fix }, editing, parts));
          }
        }
        const scratch = await stagedFile(fileOf(pool, model.rows), holder);
        const fresh = scratch.open();
        const said = saidOf(fresh);
        try {
          expect(done).not.toContain(false);
          expect(saidOf(opened)).toEqual(said);
          opened.store.database.execute('BEGIN');
          valueOf(await recheckAll(opened, parts));
          opened.store.database.execute('COMMIT');
          opened.store.forget();
          expect(saidOf(opened)).toEqual(said);
        } finally {
          for (const each of [opened, fresh]) each.close();
          for (const each of [file, scratch]) each.remove();
        }
      }),
      { numRuns: Number(process.env['LAW_RUNS'] ?? 30) },
    );
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Population } from '../residents/population.ts';
import { ledgerOfResidents } from './ledger-of-residents.ts';
import { type BatchFileWanted, makeBatchFile } from './make-batch-file.ts';

/** The least population from which every error can be made. */
const LEAST_PEOPLE = 2000;
const ROWS = 200;
/** A part of the city is enough to see that a download changes nothing. */
const LEDGER_PEOPLE = 1000;

const wanted: readonly (readonly [string, Omit<BatchFileWanted, 'seed' | 'people'>])[] = [
  ['接種記録_正しい例.csv', { kind: 'records', rows: ROWS, encoding: 'utf-8-bom' }],
  [
    '接種記録_誤りのある例.csv',
    {
      kind: 'records',
      rows: ROWS,
      encoding: 'cp932',
      errors: {
        'ticket-not-issued': 2,
        'ticket-number-format': 1,
        'ticket-person-mismatch': 1,
        'date-in-future': 1,
        'date-invalid': 1,
        'dose-order-reversed': 1,
        'dose-number-taken': 2,
        'value-missing': 1,
        'value-normalised': 3,
        'row-duplicate': 1,
        'row-key-conflict': 1,
        'record-confirmed': 1,
      },
    },
  ],
  ['転出死亡フラグ_正しい例.csv', { kind: 'flags', rows: ROWS, encoding: 'utf-8-bom' }],
  ['接種対象者_正しい例.csv', { kind: 'subjects', rows: ROWS, encoding: 'utf-8' }],
  [
    '接種対象者_誤りのある例.csv',
    {
      kind: 'subjects',
      rows: ROWS,
      encoding: 'cp932',
      errors: {
        'individual-number-check-digit': 1,
        'municipality-code-check-digit': 1,
        'value-missing': 1,
        'value-code': 1,
        'date-invalid': 1,
        'row-key-conflict': 1,
      },
    },
  ],
];

/** A few files for newcomers beside the data, and what is wrong in them. They fit the population of this seed and size. */
export function writeExampleFiles(folder: string, seed: string, people: number): void {
  if (people < LEAST_PEOPLE) return;
  mkdirSync(folder, { recursive: true });
  const truth: Record<string, unknown> = {};
  for (const [name, each] of wanted) {
    const file = makeBatchFile({ ...each, seed, people });
    writeFileSync(path.join(folder, name), file.bytes);
    truth[name] = file.truth;
  }
  const ledger = ledgerOfResidents(new Population(seed), LEDGER_PEOPLE);
  writeFileSync(path.join(folder, '台帳向け出力.csv'), ledger);
  writeFileSync(path.join(folder, '誤りの一覧.json'), `${JSON.stringify(truth, undefined, 1)}\n`);
}

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { makers } from '../../src-shared/domain/doses/makers.ts';
import type { CheckInput } from './check-inputs.ts';
import type { Figures, Stopwatch } from './harness.ts';

const digit = (column: string, place: number): string => `(ascii(${column}[${place}]) - 48)`;

/** 検査数字 of a municipality code. */
const isMunicipality = (column: string): string => {
  const sum = [6, 5, 4, 3, 2].map((weight, index) => `${digit(column, index + 1)} * ${weight}`).join(' + ');
  return `(regexp_full_match(${column}, '[0-9]{6}') AND ${digit(column, 6)} = (11 - (${sum}) % 11) % 10)`;
};
const isDate = (column: string): string => `(try_strptime(${column}, '%Y%m%d') IS NOT NULL)`;
const isText = (column: string, width: number): string => `length(${column}) <= ${width}`;
const names = makers.map(({ name }) => `'${name}'`).join(', ');

/** The rules for single cells, as far as SQL says them shortly. */
const rules = [
  isMunicipality('municipalityCode'),
  "regexp_full_match(ticketNumber, '[0-9]{10}')",
  "doseNumber IN ('1', '2', '3', '4', '5', '6', '7')",
  "ticketKind IN ('', '1', '2')",
  isDate('vaccinatedOn'),
  `(vaccinatedInMunicipality = '' OR ${isMunicipality('vaccinatedInMunicipality')})`,
  isText('venue', 30),
  isText('doctor', 20),
  `maker IN (${names})`,
  "regexp_full_match(lotNumber, '[0-9A-Z-]{1,20}')",
  "(addresseeNumber = '' OR regexp_full_match(addresseeNumber, '[0-9A-Za-z]{1,15}'))",
  `(birthDate = '' OR ${isDate('birthDate')})`,
];

/** The same record twice, the order of doses, and intervals of less than 18 days between. */
const across = `
  SELECT
    (SELECT count(*) FROM (SELECT ticketNumber, doseNumber FROM staged WHERE wrong = 0 GROUP BY ALL HAVING count(*) > 1)),
    (SELECT count(*) FROM (
      SELECT try_strptime(vaccinatedOn, '%Y%m%d') AS on_day,
        lag(try_strptime(vaccinatedOn, '%Y%m%d')) OVER (PARTITION BY ticketNumber ORDER BY doseNumber) AS before
      FROM staged WHERE wrong = 0
    ) WHERE before IS NOT NULL AND date_diff('day', before, on_day) < 19)`;

/** Reads no CP932 and writes no encrypted file: iconv before it, a plain table behind it, two threads. */
export async function duckDb({ clean, rows, columns }: CheckInput, watch: Stopwatch): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-duckdb-'));
  const utf8 = join(folder, 'utf8.csv');
  watch.start();
  const file = openSync(utf8, 'w');
  execFileSync('iconv', ['-f', 'cp932', '-t', 'utf-8', clean], { stdio: ['ignore', file, 'inherit'] });
  closeSync(file);
  const instance = await DuckDBInstance.create(join(folder, 'duck.db'), {
    threads: '2',
    memory_limit: '2GB',
    temp_directory: join(folder, 'temporary'),
  });
  const connection = await instance.connect();
  const types = columns.map((column) => `'${column}': 'VARCHAR'`).join(', ');
  const wrong = rules.map((rule, index) => `CASE WHEN ${rule} THEN 0 ELSE ${2 ** index} END`).join(' + ');
  const source = `read_csv('${utf8}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    nullstr = '\\0', max_line_size = 1000000, columns = {${types}})`;
  await connection.run(
    `CREATE TABLE staged AS SELECT row_number() OVER () AS row_number, *, ${wrong} AS wrong FROM ${source}`,
  );
  const found = await connection.runAndReadAll(across);
  await connection.run('CHECKPOINT');
  watch.stop();
  const good = await connection.runAndReadAll('SELECT count(*) FROM staged WHERE wrong = 0');
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
  const [[repeated, tooShort] = []] = found.getRowsJson();
  const [[goodRows] = []] = good.getRowsJson();
  return {
    'rows/s': (rows / watch.milliseconds) * 1_000,
    'good rows': Number(goodRows),
    findings: Number(repeated) + Number(tooShort),
  };
}

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makers } from '../../src-shared/domain/doses/makers.ts';
import type { CheckInput } from './check-inputs.ts';
import type { Figures, Stopwatch } from './harness.ts';

const digit = (column: string, place: number): string => `(ascii(${column}[${place}]) - 48)`;

/** 検査数字 of a municipality code. */
const isMunicipality = (column: string): string => {
  const sum = [6, 5, 4, 3, 2].map((weight, index) => `${digit(column, index + 1)} * ${weight}`).join(' + ');
  return `(regexp_full_match(${column}, '[0-9]{6}') AND ${digit(column, 6)} = (11 - (${sum}) % 11) % 10)`;
};
const dayOf = (column: string): string => `CAST(try_strptime(${column}, '%Y%m%d') AS DATE)`;
const isText = (column: string, width: number): string => `length(${column}) <= ${width}`;
const names = makers.map(({ name }) => `'${name}'`).join(', ');

/** The rules for single cells, as somebody would write them in SQL. */
const rules = [
  isMunicipality('municipalityCode'),
  "regexp_full_match(ticketNumber, '[0-9]{10}')",
  "doseNumber IN ('1', '2', '3', '4', '5', '6', '7')",
  "ticketKind IN ('', '1', '2')",
  `(${dayOf('vaccinatedOn')} BETWEEN DATE '2021-02-17' AND DATE '2024-03-31')`,
  `(vaccinatedInMunicipality = '' OR ${isMunicipality('vaccinatedInMunicipality')})`,
  isText('venue', 30),
  isText('doctor', 20),
  `maker IN (${names})`,
  "regexp_full_match(lotNumber, '[0-9A-Z-]{1,20}')",
  "(addresseeNumber = '' OR regexp_full_match(addresseeNumber, '[0-9A-Za-z]{1,15}'))",
  `(birthDate = '' OR ${dayOf('birthDate')} <= ${dayOf('vaccinatedOn')})`,
];

/**
 * What is found, row by row, as our check keeps it: wrong cells, the same dose twice, doses missing before, out of order, on one day, and
 * too close. It is the short form of our rules for rows together; nothing is put into words, and nothing is said of lots or venues.
 */
const findings = `
  CREATE TABLE finding AS
  WITH good AS (
    SELECT row_number, municipalityCode, ticketNumber, CAST(doseNumber AS INTEGER) AS dose, day FROM staged
    WHERE wrong = 0 AND ticketKind <> '2'
  ), series AS (
    SELECT row_number, dose, day, lag(dose) OVER ticket AS lower, lag(day) OVER ticket AS before
    FROM good WINDOW ticket AS (PARTITION BY municipalityCode, ticketNumber ORDER BY dose)
  )
  SELECT row_number, 'cell' AS code FROM staged WHERE wrong <> 0
  UNION ALL SELECT row_number, 'row-key-conflict' FROM series WHERE dose = lower
  UNION ALL SELECT row_number, 'dose-missing-before' FROM series WHERE dose > coalesce(lower, 0) + 1
  UNION ALL SELECT row_number, 'dose-order-reversed' FROM series WHERE day < before
  UNION ALL SELECT row_number, 'dose-same-day' FROM series WHERE day = before
  UNION ALL SELECT row_number, 'interval-too-short' FROM series
    WHERE dose = lower + 1 AND day > before AND date_diff('day', before, day) < 19`;

/** Reads no CP932 and writes no encrypted file: iconv before it, a plain table behind it, two threads. */
export async function duckDb({ clean, rows, columns }: CheckInput, watch: Stopwatch): Promise<Figures> {
  // Only here: another contender would carry its memory.
  const { DuckDBInstance } = await import('@duckdb/node-api');
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
    `CREATE TABLE staged AS SELECT row_number() OVER () AS row_number, *, ${dayOf('vaccinatedOn')} AS day, ${wrong} AS wrong FROM ${source}`,
  );
  await connection.run(findings);
  await connection.run('CHECKPOINT');
  watch.stop();
  const found = await connection.runAndReadAll('SELECT count(*) FROM finding');
  const good = await connection.runAndReadAll('SELECT count(*) FROM staged WHERE wrong = 0');
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
  const [[findingCount] = []] = found.getRowsJson();
  const [[goodRows] = []] = good.getRowsJson();
  return {
    'rows/s': (rows / watch.milliseconds) * 1_000,
    'good rows': Number(goodRows),
    findings: Number(findingCount),
  };
}

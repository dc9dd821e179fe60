import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { standardLimits } from '../../src-shared/domain/doses/limits.ts';
import { type Maker, makers } from '../../src-shared/domain/doses/makers.ts';
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
const byMaker = (of: (maker: Maker) => string, others: string): string =>
  `CASE maker ${makers.map((maker) => `WHEN '${maker.name}' THEN ${of(maker)}`).join(' ')} ELSE ${others} END`;

/** The rules for single cells, as somebody would write them in SQL. */
const shortRules = [
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

/** No blank at either end, and no control, private or unassigned character anywhere. */
const isTidy = (column: string): string =>
  String.raw`(${column} = '' OR regexp_full_match(${column}, '[^\p{C}\p{Z}](?:[^\p{C}]*[^\p{C}\p{Z}])?'))`;
const isPfizers = "regexp_full_match(lotNumber, '[A-Z]{2}[0-9]{4}')";
const isModernas = "regexp_full_match(lotNumber, '[0-9]{7}')";
const leastMonths = ({ leastAges }: Maker): string =>
  `CASE ${leastAges
    .toReversed()
    .map(({ from, months }) => `WHEN ${dayOf('vaccinatedOn')} >= DATE '${from}' THEN ${months}`)
    .join(' ')} ELSE 0 END`;

/** What our check asks of single cells beside these: characters, lots by maker, recalled lots, products in use, ages. */
const allRules = [
  ...shortRules,
  isTidy('venue'),
  isTidy('doctor'),
  `CASE WHEN lotNumber IN ('3004667', '3004734', '3004956') THEN false
    WHEN maker = 'ファイザー' THEN ${isPfizers}
    WHEN maker = '武田/モデルナ' THEN NOT ${isPfizers}
    ELSE NOT (${isPfizers} OR ${isModernas}) END`,
  `(${dayOf('vaccinatedOn')} BETWEEN ${byMaker(({ from }) => `DATE '${from}'`, "DATE '2021-02-17'")}
    AND ${byMaker(({ until }) => `DATE '${until}'`, "DATE '2024-03-31'")})`,
  `(birthDate = '' OR ${dayOf('vaccinatedOn')} >= ${dayOf('birthDate')} + to_months(${byMaker(leastMonths, '0')}))`,
];

/**
 * What is found, row by row, as our check keeps it: wrong cells, the same dose twice, doses missing before, out of order, on one day, and
 * too close. It is the short form of our rules for rows together; nothing is put into words, and nothing is said of lots or venues.
 */
const shortFindings = `
  CREATE TABLE finding AS
  WITH good AS (
    SELECT row_number, municipalityCode, ticketNumber, CAST(doseNumber AS INTEGER) AS dose, day, maker FROM staged
    WHERE wrong = 0 AND ticketKind <> '2'
  ), series AS (
    SELECT row_number, dose, day, maker, lag(dose) OVER ticket AS lower, lag(day) OVER ticket AS before,
      lag(maker) OVER ticket AS maker_before
    FROM good WINDOW ticket AS (PARTITION BY municipalityCode, ticketNumber ORDER BY dose)
  )
  SELECT row_number, 'cell' AS code FROM staged WHERE wrong <> 0
  UNION ALL SELECT row_number, 'row-key-conflict' FROM series WHERE dose = lower
  UNION ALL SELECT row_number, 'dose-missing-before' FROM series WHERE dose > coalesce(lower, 0) + 1
  UNION ALL SELECT row_number, 'dose-order-reversed' FROM series WHERE day < before
  UNION ALL SELECT row_number, 'dose-same-day' FROM series WHERE day = before
  UNION ALL SELECT row_number, 'interval-too-short' FROM series
    WHERE dose = lower + 1 AND day > before AND date_diff('day', before, day) < 19`;

const { leastRows, sameShare, neighbours } = standardLimits.carriedOver;

/** What our check asks of rows together beside these: rows that are the same, tickets left in the reader, makers, lots and days left over. */
const furtherFindings = `
  INSERT INTO finding
  WITH good AS (SELECT * FROM staged WHERE wrong = 0 AND ticketKind <> '2'),
  twice AS (
    SELECT row_number, row_number() OVER (PARTITION BY municipalityCode, ticketNumber, doseNumber,
      hash(vaccinatedOn, vaccinatedInMunicipality, venue, doctor, maker, lotNumber, addresseeNumber, birthDate) ORDER BY row_number) AS turn
    FROM good
  ), neighbour AS (
    SELECT row_number, ticketNumber = lag(ticketNumber) OVER file AND venue <> '' AND venue = lag(venue) OVER file
      AND day = lag(day) OVER file AS is_repeated
    FROM good WINDOW file AS (ORDER BY row_number)
  ), mixed AS (
    SELECT two.row_number FROM good AS one JOIN good AS two USING (municipalityCode, ticketNumber)
    WHERE one.doseNumber = '1' AND two.doseNumber = '2' AND one.maker <> two.maker
  ), lots AS (
    SELECT venue, day, maker, lotNumber, count(*) AS same, min(row_number) AS first FROM good WHERE venue <> ''
    GROUP BY venue, day, maker, lotNumber
  ), days AS (
    SELECT venue, day, maker, sum(same) AS rows, max(same) AS most FROM lots GROUP BY venue, day, maker
  ), runs AS (
    SELECT run, min(row_number) AS first, count(*) AS length, any_value(venue) AS venue, any_value(day) AS day,
      any_value(lotNumber) AS lot, any_value(maker) AS maker
    FROM (
      SELECT *, sum(CASE WHEN is_same THEN 0 ELSE 1 END) OVER (ORDER BY row_number) AS run FROM (
        SELECT row_number, venue, day, lotNumber, maker, coalesce(venue = lag(venue) OVER file AND day = lag(day) OVER file
          AND lotNumber = lag(lotNumber) OVER file AND maker = lag(maker) OVER file, false) AS is_same
        FROM good WINDOW file AS (ORDER BY row_number)
      )
    ) GROUP BY run
  ), between_runs AS (
    SELECT first, venue, lot, maker, length, lag(length) OVER r AS l1, lead(length) OVER r AS l2, lag(day) OVER r AS d1,
      lead(day) OVER r AS d2, lag(venue) OVER r AS v1, lead(venue) OVER r AS v2, lag(lot) OVER r AS o1, lead(lot) OVER r AS o2,
      lag(maker) OVER r AS m1, lead(maker) OVER r AS m2
    FROM runs WINDOW r AS (ORDER BY run)
  )
  SELECT row_number, 'row-duplicate' FROM twice WHERE turn > 1
  UNION ALL SELECT row_number, 'ticket-repeated-in-sequence' FROM neighbour WHERE is_repeated
  UNION ALL SELECT row_number, 'series-mixed-makers' FROM mixed
  UNION ALL SELECT first, 'lot-carried-over' FROM lots JOIN days USING (venue, day, maker)
    WHERE same = 1 AND rows >= ${leastRows} AND most >= rows * ${sameShare}
  UNION ALL SELECT first, 'lot-carried-over' FROM between_runs
    WHERE length = 1 AND venue <> '' AND l1 >= ${neighbours} AND l2 >= ${neighbours} AND d1 = d2 AND v1 = venue AND v2 = venue
      AND o1 = lot AND o2 = lot AND m1 = maker AND m2 = maker`;

/** Reads no CP932 and writes no encrypted file: iconv before it, a plain table behind it, two threads. */
export async function duckDb(
  { clean, rows, columns }: CheckInput,
  watch: Stopwatch,
  asMuch: 'short-rules' | 'all-rules',
): Promise<Figures> {
  const rules = asMuch === 'short-rules' ? shortRules : allRules;
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
  await connection.run(shortFindings);
  if (asMuch === 'all-rules') await connection.run(furtherFindings);
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

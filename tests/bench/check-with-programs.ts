import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CheckInput } from './check-inputs.ts';
import type { Figures, Stopwatch } from './harness.ts';

/** Into a plain table, without looking at a single cell. */
export function sqliteImport({ clean, rows }: CheckInput, watch: Stopwatch): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'));
  const importing = `iconv -f cp932 -t utf-8 '${clean}' | sqlite3 '${join(folder, 'plain.db')}' '.mode csv' '.import /dev/stdin staged'`;
  return timed(watch, rows, () => {
    execFileSync('sh', ['-c', importing], { stdio: ['ignore', 'ignore', 'inherit'] });
    rmSync(folder, { recursive: true });
  });
}

const script = `
import csv, datetime, re, sqlite3, sys
ticket = re.compile('[0-9]{10}'); lot = re.compile('[0-9A-Z-]{1,20}'); code = re.compile('[0-9]{6}')
def municipality(text):
    if not code.fullmatch(text): return False
    total = sum(int(text[i]) * (6 - i) for i in range(5))
    return int(text[5]) == (11 - total % 11) % 10
def day(text):
    try: datetime.date(int(text[0:4]), int(text[4:6]), int(text[6:8])); return len(text) == 8
    except ValueError: return False
def good(row):
    return (len(row) == 12 and municipality(row[0]) and ticket.fullmatch(row[1]) and row[2] in '1234567' and row[3] in ('', '1', '2')
        and day(row[4]) and (row[5] == '' or municipality(row[5])) and len(row[6]) <= 30 and len(row[7]) <= 20 and lot.fullmatch(row[9]))
store = sqlite3.connect(sys.argv[2]); store.execute('CREATE TABLE staged (' + ','.join('c%d' % i for i in range(12)) + ')')
with open(sys.argv[1], encoding='cp932', newline='') as file:
    rows = csv.reader(file); next(rows)
    store.executemany('INSERT INTO staged VALUES (' + ','.join('?' * 12) + ')', (row for row in rows if good(row)))
store.commit(); print(store.execute('SELECT count(*) FROM staged').fetchone()[0])
`;

/** The way of a script: the cell rules and a plain table. */
export function python({ clean, rows }: CheckInput, watch: Stopwatch): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-python-'));
  return timed(watch, rows, () => {
    execFileSync('python3', ['-c', script, clean, join(folder, 'plain.db')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    rmSync(folder, { recursive: true });
  });
}

function timed(watch: Stopwatch, rows: number, work: () => void): Promise<Figures> {
  watch.start();
  work();
  watch.stop();
  return Promise.resolve({ 'rows/s': (rows / watch.milliseconds) * 1_000 });
}

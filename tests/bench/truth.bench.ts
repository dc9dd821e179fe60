import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { EncryptedDatabase } from '../../src-main/cache/encrypted-database.ts';
import { openRepositories } from '../../src-main/cache/open-repositories.ts';
import { openCopyToRead } from '../../src-main/cache/open-to-read.ts';
import { ok } from '../../src-shared/contract/problem.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { plantableErrors, writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { type BatchFileWanted, type FileTruth, readMix } from '../../src-training/batch-files/wanted.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';
import { BLOCK } from '../../src-training/residents/numbers.ts';
import { Population } from '../../src-training/residents/population.ts';
import type { Standing } from '../../tools/check-file/standing.ts';
import { personOf } from '../unit/training/as-the-api-says.ts';
import { foundAndTrue, type HeldAgainstTruth } from '../unit/training/held-against-truth.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';

const SEED = 'truth';
const asOf = IsoTimestamp.parse('2024-04-01T00:00:00.000Z');

interface Input {
  readonly folder: string;
  readonly file: string;
  readonly truth: string;
  readonly copy: string;
  readonly key: string;
}

const wantedOf = (rows: number): BatchFileWanted => ({
  kind: 'records',
  encoding: 'cp932',
  rows,
  seed: SEED,
  mess: 0.02,
  errors: readMix('all:0.05', rows, plantableErrors('records')) ?? {},
});

/** The file, what was planted in it, and a terminal's copy of everybody whom it takes as known. */
function prepare(rows: number, folder: string): Input {
  const made = join(folder, String(rows));
  const input: Input = {
    folder: made,
    file: join(made, 'records.csv'),
    truth: join(made, 'truth.jsonl'),
    copy: join(made, 'people.db'),
    key: randomBytes(32).toString('hex'),
  };
  const kept = join(made, 'input.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Input;
  mkdirSync(made, { recursive: true });
  rmSync(input.copy, { force: true });
  const [file, truth] = [openSync(input.file, 'w'), openSync(input.truth, 'w')];
  const { people } = writeBatchFile(
    wantedOf(rows),
    (piece) => writeSync(file, piece),
    (each) => writeSync(truth, `${JSON.stringify(each)}\n`),
  );
  closeSync(file);
  closeSync(truth);
  fillCopy(input, people);
  writeFileSync(kept, JSON.stringify(input));
  return input;
}

function fillCopy({ copy, key }: Input, people: number): void {
  const database = EncryptedDatabase.open({ file: copy, key: Buffer.from(key, 'hex'), journal: 'wal' });
  const { sync } = openRepositories(database);
  const population = new Population(SEED);
  for (let block = 0; block * BLOCK < people; block += 10) {
    const page = Array.from({ length: 10 }, (_, index) => population.block(block + index).residents);
    sync.take(page.flat().map(personOf), { cursor: String(block), asOf });
  }
  database.close();
}

function standingIn({ copy, key }: Input): Standing {
  const opened = openCopyToRead({ file: copy, key: Buffer.from(key, 'hex') });
  if (!opened.ok) throw new Error(opened.failure);
  const { copy: held } = opened;
  const { tickets } = held;
  return {
    name: 'copy',
    municipalityCode: ownMunicipality.code,
    holders: async (asked) => ok(tickets.holders(asked)),
    residents: async (asked) => ok(tickets.residents(asked)),
    close: async () => held.close(),
  };
}

async function proof(input: Input, standing: Standing | undefined, watch: Stopwatch): Promise<Figures> {
  const lines = readFileSync(input.truth, 'utf8').trimEnd().split('\n');
  const truth = lines.map((line) => JSON.parse(line) as FileTruth);
  const folder = join(input.folder, 'staging');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  watch.start();
  const held = await foundAndTrue({
    ...input,
    truth,
    folder,
    standing,
    wanted: { kind: 'records', encoding: 'cp932' },
  });
  watch.stop();
  rmSync(folder, { recursive: true });
  await standing?.close();
  for (const each of [
    ...held.missed.slice(0, 20),
    ...Object.values(held.elsewhere).flatMap((some) => some.slice(0, 20)),
  ]) {
    process.stderr.write(`${each}\n`);
  }
  return figuresOf(held);
}

function figuresOf({ planted, missed, elsewhere, counts }: HeldAgainstTruth): Figures {
  const least = Math.min(
    ...[...counts.values()]
      .filter((each) => each.planted > 0)
      .map((each) => Math.min(1, each.found / each.planted)),
  );
  return {
    planted,
    missed: missed.length,
    'recall %': (1 - missed.length / planted) * 100,
    'least recall of a rule %': least * 100,
    'reject elsewhere': elsewhere.reject.length,
    'must-correct elsewhere': elsewhere['must-correct'].length,
    'should-check elsewhere': elsewhere['should-check'].length,
    'notes elsewhere': elsewhere.note.length,
  };
}

/** npm run bench -- truth: no race, a proof at size. What was missed or found elsewhere is named on stderr. */
export const bench = defineBench<Input>({
  name: 'truth',
  about:
    'A file of 接種記録 with planted errors of every rule: what is found against what was planted, with the copy of the population and by itself.',
  unit: 'rows',
  sizes: [1_000_000],
  rounds: 1,
  baseline: 'by itself',
  prepare: async (size, folder) => prepare(size, folder),
  contenders: {
    'by itself': (input, watch) => proof(input, undefined, watch),
    'against the copy': (input, watch) => proof(input, standingIn(input), watch),
  },
});

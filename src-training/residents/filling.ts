import { dayOfNumber } from '../../src-shared/domain/dates/calendar.ts';
import { kanaKey, nameKey } from '../../src-shared/domain/text/search-keys.ts';
import { residentIndexes } from '../storage/schema.ts';
import type { Storage } from '../storage/database.ts';
import { municipalities, ownMunicipality } from './municipalities.ts';
import { BLOCK } from './numbers.ts';
import { Population } from './population.ts';
import type { MadeDose, Resident } from './resident.ts';
import type { PlantedError } from './truth.ts';

const sources = { tablet: '接種会場の読取端末', individual: '個別登録', batch: '一括登録' } as const;

/**
 * Writes the made-up population into an empty file, and `rest` with it: all of it or nothing. Nobody has been answered anything yet,
 * so it does not wait for the disk at every step.
 */
export function fillWithResidents(
  storage: Storage,
  seed: string,
  people: number,
  rest: (truth: readonly PlantedError[]) => void,
): readonly PlantedError[] {
  const { database } = storage;
  const truth = storage.write(() => {
    const written = writePopulation(storage, new Population(seed), people);
    database.exec(residentIndexes);
    rest(written);
    return written;
  });
  database.pragma('synchronous = FULL');
  database.pragma('wal_checkpoint(TRUNCATE)');
  return truth;
}

function writePopulation(storage: Storage, population: Population, people: number): readonly PlantedError[] {
  const insertMunicipality = storage.database.prepare('INSERT INTO municipality VALUES (?, ?)');
  for (const { code, name } of municipalities) insertMunicipality.run(code, name);
  const writer = new ResidentWriter(storage);
  const truth: PlantedError[] = [];
  for (let number = 0; number * BLOCK < people; number += 1) {
    const block = population.block(number, Math.min(BLOCK, people - number * BLOCK));
    for (const resident of [...block.residents, ...block.neighbours]) writer.write(resident);
    for (const orphan of block.orphans) writer.writeDose(ownMunicipality.code, orphan);
    truth.push(...block.truth);
  }
  return truth;
}

const placeholders = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

class ResidentWriter {
  readonly #storage: Storage;
  readonly #person;
  readonly #number;
  readonly #ticket;
  readonly #record;
  readonly #past;

  constructor(storage: Storage) {
    const { database } = storage;
    this.#storage = storage;
    this.#person = database.prepare(
      `INSERT INTO person (municipality_code, addressee_number, name, name_key, kana, kana_key, birth_date, sex, flag, flag_on,
         own_version, version, updated_at, change_sequence, changed_by) VALUES (${placeholders(10)}, 1, 1, ?, ?, '住民記録')`,
    );
    this.#number = database.prepare('INSERT INTO individual_number VALUES (?, ?, ?)');
    this.#ticket = database.prepare(`INSERT INTO ticket VALUES (${placeholders(6)})`);
    this.#record = database.prepare(`INSERT INTO record VALUES (${placeholders(20)})`);
    this.#past = database.prepare(`INSERT INTO record_past VALUES (${placeholders(20)})`);
  }

  write(resident: Resident): void {
    const { municipalityCode, flag, doses } = resident;
    const updatedAt = doses.reduce(
      (latest, { registeredAt }) => (registeredAt > latest ? registeredAt : latest),
      '2021-04-01T00:00:00.000Z',
    );
    const { lastInsertRowid: personId } = this.#person.run(
      municipalityCode,
      resident.addresseeNumber,
      resident.name,
      nameKey(resident.name),
      resident.kana,
      kanaKey(resident.kana),
      dayOfNumber(resident.birthDate),
      resident.sex,
      flag.kind,
      flag.kind === 'none' ? null : dayOfNumber(flag.on),
      updatedAt,
      this.#storage.nextChange(),
    );
    this.#number.run(personId, municipalityCode, resident.individualNumber);
    for (const { ticketNumber, issuedOn, stoppedOn, replacedBy } of resident.tickets) {
      const stopped = stoppedOn === null ? null : dayOfNumber(stoppedOn);
      this.#ticket.run(municipalityCode, ticketNumber, personId, dayOfNumber(issuedOn), stopped, replacedBy);
    }
    for (const dose of doses) this.writeDose(municipalityCode, dose);
  }

  writeDose(municipalityCode: string, dose: MadeDose): void {
    const state = (each: Omit<MadeDose, 'past'>, version: number): readonly unknown[] => [
      each.recordId,
      municipalityCode,
      each.ticketNumber,
      each.doseNumber,
      each.ticketKind,
      dayOfNumber(each.vaccinatedOn),
      each.vaccinatedIn,
      each.venue,
      each.doctor,
      each.maker,
      each.lotNumber,
      each.registeredAt,
      each.registeredBy,
      each.confirmed ? 1 : 0,
      version,
      version === 1 ? 'registered' : 'corrected',
      laterBy(each.registeredAt, version - 1),
      sources[each.registeredBy],
      null,
      '',
    ];
    for (const [index, past] of dose.past.entries()) this.#past.run(state(past, index + 1));
    this.#record.run(state(dose, dose.past.length + 1));
  }
}

/** Each correction ten days after the state before it. */
function laterBy(timestamp: string, corrections: number): string {
  return new Date(Date.parse(timestamp) + corrections * 10 * 86_400_000).toISOString();
}

import { dayInJapan } from '../../src-shared/domain/clock.ts';
import type { BatchRowOf } from '../../src-shared/vrs-api/batch-rows.ts';
import type { BatchKind, FieldChange } from '../../src-shared/vrs-api/batches.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { Doing, PeopleWriter } from '../people/people-writer.ts';
import type { RecordRow } from '../people/rows.ts';
import type { Storage } from '../storage/database.ts';
import type { BatchRow } from './batch-store.ts';
import { rowOf } from './chunk-store.ts';
import { flagFields, PersonEvaluator, subjectFields } from './evaluate-people.ts';
import { fieldsOf, RecordEvaluator } from './evaluate-records.ts';
import { ReversalEvaluator } from './evaluate-reversal.ts';
import { type Evaluation, fieldChange, MASKED_NUMBER } from './evaluation.ts';

/** What a difference shows beside the changes. */
export interface RowFacts {
  readonly name: string;
  readonly ticketNumber: string;
  readonly doseNumber: number | null;
}

/** What the rows of one kind mean: what they would do, and the doing of it. */
export interface RowWork {
  evaluate(batch: BatchRow, line: string): Evaluation;
  /** Two rows of one batch with a key in common can't both be done. */
  keys(line: string, evaluation: Evaluation): readonly string[];
  /** Does what was evaluated (`new` or `changed`) and gives its target. Call it inside a write. */
  apply(batch: BatchRow, line: string, evaluation: Evaluation, doing: Doing): string;
  /** A `new` row as changes from nothing. */
  fieldsOfNew(line: string): readonly FieldChange[];
  facts(line: string, evaluation: Pick<Evaluation, 'target'>): RowFacts;
}

export interface RowWorkParts {
  readonly storage: Storage;
  readonly people: PeopleStore;
  readonly writer: PeopleWriter;
}

export function rowWorks(parts: RowWorkParts): Readonly<Record<BatchKind, RowWork>> {
  return {
    records: recordWork(parts),
    subjects: subjectWork(parts),
    flags: flagWork(parts),
    reversal: reversalWork(parts),
  };
}

function fromNothing(fields: Readonly<Record<string, string>>): readonly FieldChange[] {
  return Object.entries(fields).flatMap(([field, value]) => fieldChange(field, null, value) ?? []);
}

function recordWork({ storage, people, writer }: RowWorkParts): RowWork {
  const evaluator = new RecordEvaluator(storage, people);
  return {
    evaluate: (batch, line) => evaluator.evaluate(batch.municipality_code, rowOf('records', line)),
    keys: (line, { addresseeNumber, effect }) => {
      const { ticketNumber, doseNumber } = rowOf('records', line);
      const record = `ticket ${ticketNumber}/${doseNumber}`;
      // By person and dose too: two tickets of one person are one series. What stands and stays is nobody's rival.
      return addresseeNumber === '' || effect === 'unchanged'
        ? [record]
        : [record, `person ${addresseeNumber}/${doseNumber}`];
    },
    apply: (batch, line, _evaluation, doing) => {
      const row = rowOf('records', line);
      const standing = evaluator.recordOf(row);
      if (standing) {
        writer.changeRecord(standing, fieldsOf(row), 'corrected', doing);
        return standing.record_id;
      }
      const key = {
        municipality_code: batch.municipality_code,
        ticket_number: row.ticketNumber,
        dose_number: Number(row.doseNumber),
      };
      return writer.registerRecord(key, fieldsOf(row), doing);
    },
    fieldsOfNew: (line) => {
      const { ticketKind, vaccinatedOn, vaccinatedInMunicipality, venue, doctor, maker, lotNumber } = rowOf(
        'records',
        line,
      );
      return fromNothing({
        ticketKind,
        vaccinatedOn,
        vaccinatedInMunicipality,
        venue,
        doctor,
        maker,
        lotNumber,
      });
    },
    facts: (line) => {
      const { ticketNumber, doseNumber } = rowOf('records', line);
      return { name: '', ticketNumber, doseNumber: Number(doseNumber) };
    },
  };
}

function subjectWork({ storage, people, writer }: RowWorkParts): RowWork {
  const evaluator = new PersonEvaluator(storage, people);
  return {
    evaluate: (batch, line) => evaluator.evaluateSubject(batch.municipality_code, rowOf('subjects', line)),
    keys: (line) => {
      const { addresseeNumber, ticketNumber, individualNumber } = rowOf('subjects', line);
      const number = individualNumber === '' ? [] : [`number ${individualNumber}`];
      return [`person ${addresseeNumber}`, `ticket ${ticketNumber}`, ...number];
    },
    apply: (batch, line, _evaluation, doing) => {
      const row = rowOf('subjects', line);
      const today = dayInJapan(new Date(doing.at));
      const ticket = {
        ticket_number: row.ticketNumber,
        issued_on: today,
        stopped_on: null,
        replaced_by: null,
      };
      const person = people.rowOf(batch.municipality_code, row.addresseeNumber);
      const fields = subjectFields(row, person);
      if (!person) {
        const { municipality_code } = batch;
        const { addresseeNumber, individualNumber } = row;
        return String(
          writer.addPerson(municipality_code, addresseeNumber, fields, ticket, individualNumber, doing),
        );
      }
      const { tickets } = writer.stateOf(person);
      const isHeld = tickets.some(({ ticket_number }) => ticket_number === row.ticketNumber);
      const stopped = tickets.map((each) =>
        each.stopped_on === null ? { ...each, stopped_on: today, replaced_by: row.ticketNumber } : each,
      );
      const next = { ...fields, tickets: isHeld ? tickets : [...stopped, ticket] };
      writer.changePerson(person, next, row.individualNumber, doing);
      return String(person.person_id);
    },
    fieldsOfNew: (line) => {
      const { name, kana, birthDate, sex, ticketNumber, flag, flagOn, individualNumber } = rowOf(
        'subjects',
        line,
      );
      const hidden = individualNumber === '' ? '' : MASKED_NUMBER;
      const standing = flag === 'none' ? {} : { flag, flagOn };
      return fromNothing({
        name,
        kana,
        birthDate,
        sex,
        ticketNumber,
        ...standing,
        individualNumber: hidden,
      });
    },
    facts: (line) => {
      const { name, ticketNumber } = rowOf('subjects', line);
      return { name, ticketNumber, doseNumber: null };
    },
  };
}

function flagWork({ storage, people, writer }: RowWorkParts): RowWork {
  const evaluator = new PersonEvaluator(storage, people);
  return {
    evaluate: (batch, line) => evaluator.evaluateFlag(batch.municipality_code, rowOf('flags', line)),
    keys: (line) => [rowOf('flags', line).addresseeNumber],
    apply: (batch, line, _evaluation, doing) => {
      const row: BatchRowOf<'flags'> = rowOf('flags', line);
      const person = found(people.rowOf(batch.municipality_code, row.addresseeNumber));
      writer.changePerson(person, { ...writer.stateOf(person), ...flagFields(row) }, '', doing);
      return String(person.person_id);
    },
    fieldsOfNew: () => [],
    facts: () => ({ name: '', ticketNumber: '', doseNumber: null }),
  };
}

function reversalWork({ storage, people, writer }: RowWorkParts): RowWork {
  const evaluator = new ReversalEvaluator(storage, people, writer);
  return {
    evaluate: (batch, line) =>
      evaluator.evaluate(batch.municipality_code, batch.reverses ?? '', rowOf('reversal', line)),
    keys: (line) => {
      const { recordId, addresseeNumber } = rowOf('reversal', line);
      return [`${recordId}/${addresseeNumber}`];
    },
    apply: (batch, line, _evaluation, doing) => {
      const { recordId, addresseeNumber } = rowOf('reversal', line);
      if (recordId === '') {
        const person = found(people.rowOf(batch.municipality_code, addresseeNumber));
        const earlier = writer.earlierState(person);
        if (earlier) writer.changePerson(person, earlier.state, earlier.individualNumber, doing);
        else writer.removePerson(person);
        return String(person.person_id);
      }
      const record = found(people.record(batch.municipality_code, recordId));
      const earlier = writer.earlierRecord(record);
      if (earlier) writer.changeRecord(record, onlyFields(earlier), 'reversed', doing);
      else writer.removeRecord(record, 'reversed', doing);
      return recordId;
    },
    fieldsOfNew: () => [],
    facts: (line) => {
      const { recordId } = rowOf('reversal', line);
      const state = recordId === '' ? undefined : people.lastState(recordId);
      return {
        name: '',
        ticketNumber: state?.ticket_number ?? '',
        doseNumber: state?.dose_number ?? null,
      };
    },
  };
}

/** What a state of a record says, without what only belongs to that state. */
function onlyFields(record: RecordRow): Parameters<PeopleWriter['changeRecord']>[1] {
  const { ticket_kind, vaccinated_on, vaccinated_in, venue, doctor, maker, lot_number, registered_by } =
    record;
  return {
    ticket_kind,
    vaccinated_on,
    vaccinated_in,
    venue,
    doctor,
    maker,
    lot_number,
    registered_by,
    confirmed: record.confirmed,
  };
}

function found<Row extends object>(row: Row | undefined): Row {
  if (!row) throw new Error('what was evaluated as a change is not there');
  return row;
}

import fc from 'fast-check';

import { municipalityCheckDigit } from '../../../src-shared/domain/municipality-check-digit.ts';
import { Person } from '../../../src-shared/vrs-api/people.ts';

/** A made-up municipality: 99 is no prefecture. */
export const municipality = `99001${municipalityCheckDigit('99001')}`;

interface Changes extends Partial<Omit<Person, 'addresseeNumber' | 'birthDate' | 'tickets' | 'doses'>> {
  readonly addresseeNumber?: string;
  readonly birthDate?: string;
  readonly tickets?: readonly unknown[];
  readonly doses?: readonly unknown[];
}

/** A made-up person with one ticket and one dose, as VRS sends them. */
export function person(changes: Changes = {}): Person {
  return Person.parse({
    addresseeNumber: '1000000001',
    municipalityCode: municipality,
    name: '練馬　花子',
    kana: 'ネリマ　ハナコ',
    birthDate: '1965-04-03',
    sex: '2',
    flag: { kind: 'none' },
    tickets: [ticket()],
    doses: [dose()],
    version: 1,
    updatedAt: '2026-11-20T00:00:00.000Z',
    ...changes,
  });
}

export function ticket(changes: object = {}): object {
  return {
    municipalityCode: municipality,
    ticketNumber: '2000000001',
    issuedOn: '2021-04-01',
    stoppedOn: null,
    replacedBy: null,
    ...changes,
  };
}

export function dose(changes: object = {}): object {
  return {
    recordId: '0192c1d4-0000-7000-8000-000000000001',
    municipalityCode: municipality,
    ticketNumber: '2000000001',
    doseNumber: 1,
    ticketKind: '1',
    vaccinatedOn: '2021-06-12',
    vaccinatedInMunicipality: municipality,
    venue: '区民ホール',
    doctor: '医師　一郎',
    maker: 'ファイザー',
    lotNumber: 'EW0201',
    registeredAt: '2021-06-12T05:00:00.000Z',
    registeredBy: 'tablet',
    confirmed: false,
    version: 1,
    ...changes,
  };
}

const day = fc
  .date({ min: new Date('1920-01-01'), max: new Date('2024-03-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const tenDigits = fc.integer({ min: 0, max: 999_999_999 }).map((n) => String(9_000_000_000 + n));
const words = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => text.slice(0, maxLength));

const anyTicket = fc.record({
  ticketNumber: tenDigits,
  issuedOn: day,
  stoppedOn: fc.option(day),
  replacedBy: fc.option(tenDigits),
});
const anyDose = fc.record({
  recordId: fc.uuid(),
  ticketNumber: tenDigits,
  doseNumber: fc.integer({ min: 1, max: 7 }),
  ticketKind: fc.constantFrom('1', '2'),
  vaccinatedOn: day,
  vaccinatedInMunicipality: fc.option(fc.constant(municipality)),
  venue: words(30),
  doctor: words(20),
  maker: words(20),
  lotNumber: words(20),
  registeredBy: fc.constantFrom('tablet', 'individual', 'batch'),
  confirmed: fc.boolean(),
  version: fc.integer({ min: 1, max: 1_000_000 }),
});

/** Any person that the API's schema lets through. */
export const anyPerson: fc.Arbitrary<Person> = fc
  .record({
    addresseeNumber: fc.stringMatching(/^[0-9A-Za-z]{1,15}$/),
    name: words(50).map((text) => (text === '' ? '無' : text)),
    kana: words(50),
    birthDate: day,
    sex: fc.constantFrom('0', '1', '2', '9'),
    flag: fc.oneof(
      fc.constant({ kind: 'none' }),
      fc.record({ kind: fc.constantFrom('moved-out', 'deceased'), on: day }),
    ),
    tickets: fc.array(anyTicket, { maxLength: 4 }),
    doses: fc.array(anyDose, { maxLength: 8 }),
    version: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map((made) =>
    Person.parse({
      municipalityCode: municipality,
      updatedAt: '2026-11-20T00:00:00.000Z',
      ...made,
      tickets: made.tickets.map((each) => ticket(each)),
      doses: made.doses.map((each) => dose(each)),
    }),
  );

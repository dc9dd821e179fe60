import { BLOCK } from '../../src-training/residents/numbers.ts';
import { Population } from '../../src-training/residents/population.ts';
import type { Resident } from '../../src-training/residents/resident.ts';
import { Person } from '../../src-shared/vrs-api/people.ts';

const population = new Population('bench');

/** So many made-up people as VRS sends them, in pages of a thousand; the same ones every time. */
export function* pagesOfPeople(count: number): Generator<Person[]> {
  let page: Person[] = [];
  for (let block = 0; block * BLOCK < count; block += 1) {
    page.push(...population.block(block).residents.map(personOf));
    if (page.length >= 1_000) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** Some of them, spread over all. */
export function somePeople(count: number, of: number): Person[] {
  const blocks = Math.ceil(of / BLOCK);
  return Array.from({ length: count }, (_, index) => {
    const { residents } = population.block((index * 7_919) % blocks);
    const resident = residents[(index * 31) % residents.length];
    if (resident === undefined) throw new Error('A block has people.');
    return personOf(resident);
  });
}

function personOf(resident: Resident): Person {
  const { municipalityCode, flag } = resident;
  return Person.parse({
    addresseeNumber: resident.addresseeNumber,
    municipalityCode,
    name: resident.name,
    kana: resident.kana,
    birthDate: textOf(resident.birthDate),
    sex: resident.sex,
    flag: flag.kind === 'none' ? flag : { kind: flag.kind, on: textOf(flag.on) },
    tickets: resident.tickets.map((ticket) => ({
      municipalityCode,
      ticketNumber: ticket.ticketNumber,
      issuedOn: textOf(ticket.issuedOn),
      stoppedOn: ticket.stoppedOn === null ? null : textOf(ticket.stoppedOn),
      replacedBy: ticket.replacedBy,
    })),
    doses: resident.doses.map(({ vaccinatedOn, vaccinatedIn, past: _past, ...dose }) => ({
      ...dose,
      municipalityCode,
      vaccinatedOn: textOf(vaccinatedOn),
      vaccinatedInMunicipality: vaccinatedIn,
      version: 1,
    })),
    version: 1,
    updatedAt: '2026-11-20T00:00:00.000Z',
  });
}

function textOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

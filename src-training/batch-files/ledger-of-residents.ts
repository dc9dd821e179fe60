import { dayOfNumber } from '../../src-shared/domain/dates/calendar.ts';
import { ledgerLines, type LedgerPerson } from '../../src-shared/domain/layouts/write-ledger.ts';
import { BLOCK } from '../residents/numbers.ts';
import type { Population } from '../residents/population.ts';
import type { Resident } from '../residents/resident.ts';

/** 予防接種台帳向け出力 of the first residents of a population, as VRS has them: read back in, it changes nothing. */
export function ledgerOfResidents(population: Population, people: number): string {
  return `\uFEFF${[...ledgerLines(ledgerPeople(population, people))].join('')}`;
}

function* ledgerPeople(population: Population, people: number): Generator<LedgerPerson> {
  for (let number = 0; number * BLOCK < people; number += 1) {
    const { residents } = population.block(number, Math.min(BLOCK, people - number * BLOCK));
    for (const resident of residents) yield ledgerPerson(resident);
  }
}

function ledgerPerson({ addresseeNumber, doses }: Resident): LedgerPerson {
  return {
    addresseeNumber,
    doses: doses.map(({ vaccinatedOn, vaccinatedIn, ...dose }) => ({
      ...dose,
      vaccinatedOn: dayOfNumber(vaccinatedOn),
      vaccinatedInMunicipality: vaccinatedIn,
    })),
  };
}

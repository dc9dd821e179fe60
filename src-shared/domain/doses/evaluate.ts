import type { IsoDate } from '../identifiers.ts';
import type { Person } from '../../vrs-api/people.ts';
import { checkAge } from './age-checks.ts';
import { isInjection, type KnownDose, knownDose } from './known-dose.ts';
import { type Programme, specialProgramme } from './programme.ts';
import { checkMissing, checkSeries } from './series-checks.ts';
import { checkDay, checkInUse, checkTicket, checkVaccine } from './single-checks.ts';
import type { DoseWarning } from './warning.ts';

/**
 * Everything that the rules have to say about the doses of one person, 要修正 first, then by dose. It looks only at this person: what a
 * whole file or a venue shows (repeated tickets, lots carried over) is the batch check's.
 */
export function evaluateDoses(
  person: Person,
  today: IsoDate,
  programme: Programme = specialProgramme,
): DoseWarning[] {
  const doses = person.doses
    .map((record) => knownDose(record, person, today, programme))
    .toSorted((a, b) => a.number - b.number || (a.on < b.on ? -1 : 1));
  const injections = doses.filter(isInjection);
  const possible = injections.filter((dose) => dose.dayIsPossible);
  const warnings = [
    ...doses.flatMap((dose) => checkDay(dose, person, today, programme)),
    ...doses.flatMap((dose) => checkTicket(dose, person)),
    ...injections.flatMap(checkVaccine),
    ...possible.flatMap((dose) => checkVaccineOnDay(dose, possible, person.birthDate)),
    ...checkMissing(injections),
    ...checkSeries(possible, person.birthDate),
  ];
  return warnings.toSorted(
    (a, b) => rank(a) - rank(b) || (a.doseNumbers.at(-1) ?? 0) - (b.doseNumbers.at(-1) ?? 0),
  );
}

/** A product that did not exist yet says nothing about ages. */
function checkVaccineOnDay(dose: KnownDose, doses: readonly KnownDose[], birthDate: IsoDate): DoseWarning[] {
  const notInUse = checkInUse(dose);
  return notInUse.length > 0 ? notInUse : checkAge(dose, doses, birthDate);
}

const rank = ({ severity }: DoseWarning): number => (severity === 'must-correct' ? 0 : 1);

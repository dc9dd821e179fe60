import { neighbourMunicipality } from '../../residents/municipalities.ts';
import { makers, placeFor } from '../../residents/lots.ts';
import type { MadeDose, Resident } from '../../residents/resident.ts';
import { day, doseOf, goodTicket, isPlain, movedTo } from '../new-doses.ts';
import { compact, recordCells } from '../rows.ts';
import type { Piece } from '../wanted.ts';
import {
  lastChanged,
  lineOf,
  pieceOf,
  type RecordPlant,
  type RecordPlants,
  type RecordSoil,
  wrong,
  wrongBesideStanding,
} from './soil.ts';

const PROGRAMME_FROM = day('2021-02-17');
const PROGRAMME_UNTIL = day('2024-03-31');

/** The first new dose of somebody who has none, alone: no other dose says anything about it. */
export function firstDose(
  change: (dose: MadeDose, soil: RecordSoil) => ReturnType<Parameters<typeof lastChanged>[0]>,
): RecordPlant {
  return (soil) => {
    const [first] = soil.doses;
    if (!first || first.doseNumber !== 1) return undefined;
    const changed = change(first, soil);
    return changed && [pieceOf(first, lineOf(recordCells(soil.resident, first), changed))];
  };
}

/** One more dose of somebody with doses that stand, so many days after the last one. */
export function afterStanding(
  least: number,
  days: (last: MadeDose, before: MadeDose | undefined) => number | undefined,
  found: Parameters<typeof lineOf>[1]['wrong'],
): RecordPlant {
  return (soil) => {
    const { resident, random, population } = soil;
    const [last, before] = [resident.doses.at(-1), resident.doses.at(-2)];
    if (!last || resident.doses.length < least || resident.doses.length > 6 || !isPlain(resident))
      return undefined;
    const gap = days(last, before);
    if (gap === undefined) return undefined;
    const on = last.vaccinatedOn + gap;
    if (on > PROGRAMME_UNTIL || on < PROGRAMME_FROM) return undefined;
    const maker =
      resident.doses.length === 1 && last.maker === makers.moderna ? makers.moderna : makers.pfizer;
    const place = placeFor(random, maker, false);
    const dose = doseOf(population, resident, { number: resident.doses.length + 1, on, maker, ...place });
    return [pieceOf(dose, { cells: recordCells(resident, dose), wrong: found })];
  };
}

/** Days that are wrong by themselves, beside the person's birth and flag, or beside the dose before. */
export const dayPlants: RecordPlants = {
  'date-in-future': lastChanged(({ vaccinatedOn }) => ({
    cells: { vaccinatedOn: `21${vaccinatedOn.slice(2)}` },
    wrong: [wrong('date-in-future', 'vaccinatedOn')],
  })),
  'date-before-programme': firstDose((_, { random }) => ({
    cells: { vaccinatedOn: compact(PROGRAMME_FROM - random.whole(1, 400)) },
    wrong: [wrong('date-before-programme', 'vaccinatedOn')],
  })),
  'date-after-programme': lastChanged((_, { random }) => ({
    cells: { vaccinatedOn: compact(PROGRAMME_UNTIL + random.whole(1, 60)) },
    wrong: [wrong('date-after-programme', 'vaccinatedOn')],
  })),
  'date-before-birth': (soil) => {
    const { resident, population, random } = soil;
    const { birthDate, doses } = resident;
    const on = birthDate - random.whole(1, 40);
    if (doses.length > 0 || on < PROGRAMME_FROM || goodTicket(resident) === '') return undefined;
    const dose = doseOf(population, resident, {
      number: 1,
      on,
      maker: makers.pfizer,
      ...placeFor(random, makers.pfizer, true),
    });
    const found = [wrong('date-before-birth', 'vaccinatedOn')];
    return [pieceOf(dose, { cells: recordCells(resident, dose), wrong: found })];
  },
  'date-after-death': flagged('deceased'),
  'date-after-move-out': flagged('moved-out'),
  'dose-order-reversed': afterStanding(
    2,
    // Behind the dose before the last one, so that nothing else is out of order.
    (last, before) => (before && last.vaccinatedOn - before.vaccinatedOn > 12 ? -5 : undefined),
    [wrongBesideStanding('dose-order-reversed')],
  ),
  'dose-same-day': afterStanding(1, () => 0, [wrongBesideStanding('dose-same-day')]),
  'interval-too-short': intervals,
  'dose-missing-before': ({ resident, doses, random, population }) => {
    const [first] = doses;
    if (!first || first.doseNumber > 5) return undefined;
    const number = first.doseNumber + random.whole(1, 7 - first.doseNumber);
    const dose = doseOf(population, resident, {
      ...first,
      number,
      on: first.vaccinatedOn,
      maker: makers.pfizer,
    });
    const found = [wrongBesideStanding('dose-missing-before')];
    return [pieceOf(dose, { cells: recordCells(resident, dose), wrong: found })];
  },
  'other-municipality': firstDose(() => ({
    cells: { municipalityCode: neighbourMunicipality.code },
    wrong: [wrong('other-municipality', 'municipalityCode')],
  })),
};

/** The day before the least one: beside what stands, and between two rows of the file. */
function intervals(soil: RecordSoil): readonly Piece[] | undefined {
  const [one, two] = soil.doses;
  if (one?.doseNumber === 1 && two) {
    // 18 full days between two doses of ファイザー, 20 of 武田/モデルナ: the last day that is too early.
    const tooEarly = one.vaccinatedOn + (one.maker === makers.moderna ? 20 : 18);
    const second = recordCells(soil.resident, movedTo(soil.population, two, tooEarly));
    return [
      pieceOf(one, { cells: recordCells(soil.resident, one), wrong: [] }),
      pieceOf(two, { cells: second, wrong: [wrong('interval-too-short', null)] }),
    ];
  }
  // Three months were the least there ever was.
  return afterStanding(2, () => soil.random.whole(20, 80), [wrongBesideStanding('interval-too-short')])(soil);
}

function flagged(kind: 'deceased' | 'moved-out'): RecordPlant {
  const code = kind === 'deceased' ? 'date-after-death' : 'date-after-move-out';
  return ({ resident, random, population }) => {
    const { flag, doses } = resident;
    if (flag.kind !== kind || doses.length < 2 || doses.length > 6) return undefined;
    const here: Resident = { ...resident, flag: { kind: 'none' } };
    const last = doses.at(-1);
    // After the flag's day, and six months after the last dose.
    const on = Math.max(flag.on + 1, (last?.vaccinatedOn ?? 0) + 190);
    if (!isPlain(here) || on > PROGRAMME_UNTIL) return undefined;
    const place = placeFor(random, makers.pfizer, false);
    const dose = doseOf(population, here, { number: doses.length + 1, on, maker: makers.pfizer, ...place });
    return [pieceOf(dose, { cells: recordCells(resident, dose), wrong: [wrongBesideStanding(code)] })];
  };
}

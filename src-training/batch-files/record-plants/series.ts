import { addMonths, dayNumber, dayOfNumber } from '../../../src-shared/domain/dates/calendar.ts';
import { makers, placeFor } from '../../residents/lots.ts';
import type { Day, Resident } from '../../residents/resident.ts';
import { day, doseOf, goodTicket, movedTo } from '../new-doses.ts';
import { recordCells } from '../rows.ts';
import { pieceOf, type RecordPlants, type RecordSoil, wrong } from './soil.ts';

/** ファイザー was for twelve years and more until 2022-02-20, then for five, from 2022-10-24 for six months. */
const TWELVE_UNTIL = day('2022-02-20');
const FIVE_UNTIL = day('2022-10-23');
const CHILDREN_FROM = day('2022-03-01');
const BIVALENT = 'コミナティ（BA.1）';
const CHILDREN = 'コミナティ（5〜11歳用）';
const INFANTS = 'コミナティ（6ヵ月〜4歳用）';
/** The bivalent product was used from 2022-09-20 to 2023-09-19. */
const BIVALENT_UNTIL = day('2023-09-19');

const inYears = (birth: Day, years: number): Day => dayNumber(addMonths(dayOfNumber(birth), years * 12));

/** What does not fit together: product and age, product and day, dose 1 and dose 2. */
export const seriesPlants: RecordPlants = {
  'age-below': (soil) => {
    const { birthDate } = soil.resident;
    // Two days before the birthday: on the day before it the age is reached.
    const twelve = inYears(birthDate, 12) - 2;
    const five = inYears(birthDate, 5) - 2;
    if (twelve > day('2021-07-01') && twelve <= TWELVE_UNTIL)
      return only(soil, twelve, makers.pfizer, 'age-below');
    if (five > CHILDREN_FROM && five <= FIVE_UNTIL) return only(soil, five, makers.pfizer, 'age-below');
    return undefined;
  },

  'age-product-mismatch': (soil) => {
    const { birthDate } = soil.resident;
    const on = CHILDREN_FROM + soil.random.whole(0, 300);
    // On the day before the twelfth birthday the product is the wrong one.
    const twelve = inYears(birthDate, 12) - 1;
    if (twelve >= CHILDREN_FROM && twelve < day('2023-03-01'))
      return only(soil, twelve, CHILDREN, 'age-product-mismatch');
    if (birthDate < day('2004-01-01')) return only(soil, on, CHILDREN, 'age-product-mismatch');
    const seven = inYears(birthDate, 7);
    return seven > day('2022-11-01') && seven < day('2024-03-01')
      ? only(soil, seven, INFANTS, 'age-product-mismatch')
      : undefined;
  },

  'product-not-in-use': (soil) => {
    const last = soil.doses.at(-1);
    if (!last || last.doseNumber < 3) return undefined;
    if (last.vaccinatedOn > day('2022-09-01') && last.vaccinatedOn <= BIVALENT_UNTIL) return undefined;
    const cells = recordCells(soil.resident, { ...last, maker: BIVALENT, lotNumber: 'GJ7140' });
    const before = soil.doses
      .slice(0, -1)
      .map((dose) => pieceOf(dose, { cells: recordCells(soil.resident, dose), wrong: [] }));
    return [...before, pieceOf(last, { cells, wrong: [wrong('product-not-in-use', 'maker')] })];
  },

  'series-mixed-makers': (soil) => {
    const { resident, population } = soil;
    const [one, two] = soil.doses;
    if (one?.doseNumber !== 1 || !two) return undefined;
    const maker = one.maker === makers.moderna ? makers.pfizer : makers.moderna;
    const other = movedTo(population, { ...two, maker }, Math.max(two.vaccinatedOn, one.vaccinatedOn + 28));
    return [
      pieceOf(one, { cells: recordCells(resident, one), wrong: [] }),
      pieceOf(other, { cells: recordCells(resident, other), wrong: [wrong('series-mixed-makers')] }),
    ];
  },
};

/** One first dose of somebody who has none. */
function only(
  { resident, population, random }: RecordSoil,
  on: Day,
  maker: string,
  code: 'age-below' | 'age-product-mismatch',
): ReturnType<NonNullable<RecordPlants['age-below']>> {
  if (!isUnvaccinated(resident)) return undefined;
  const dose = doseOf(population, resident, {
    number: 1,
    on,
    maker,
    ...placeFor(random, makers.child, true),
  });
  return [pieceOf(dose, { cells: recordCells(resident, dose), wrong: [wrong(code, 'maker')] })];
}

function isUnvaccinated(resident: Resident): boolean {
  return resident.doses.length === 0 && resident.flag.kind === 'none' && goodTicket(resident) !== '';
}

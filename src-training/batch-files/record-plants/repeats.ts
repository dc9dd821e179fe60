import { makers } from '../../residents/lots.ts';
import type { MadeDose } from '../../residents/resident.ts';
import { day, goodTicket, isPlain, movedTo } from '../new-doses.ts';
import type { Random } from '../../residents/random.ts';
import { recordCells } from '../rows.ts';
import {
  pieceOf,
  type RecordPlant,
  type RecordPlants,
  rightPiece,
  wrong,
  wrongBesideStanding,
} from './soil.ts';

/** What stands in the file twice, or in VRS already. */
export const repeatPlants: RecordPlants = {
  'row-duplicate': (soil) => {
    const last = soil.doses.at(-1);
    if (!last) return undefined;
    const cells = recordCells(soil.resident, last);
    const right = soil.doses.map((dose) => rightPiece(soil.resident, dose));
    // Further down: the second export of the same day.
    const again = { ...last, vaccinatedOn: last.vaccinatedOn + soil.random.whole(0, 3) };
    return [...right, pieceOf(again, { cells, wrong: [wrong('row-duplicate')] })];
  },

  'row-key-conflict': (soil) => {
    const last = soil.doses.at(-1);
    if (!last) return undefined;
    const cells = recordCells(soil.resident, last);
    const found = [wrong('row-key-conflict')];
    const doctor = cells.doctor === '代理　一郎' ? '代理　二郎' : '代理　一郎';
    return [
      ...soil.doses.slice(0, -1).map((dose) => rightPiece(soil.resident, dose)),
      pieceOf(last, { cells, wrong: found }),
      pieceOf(farFrom(last), { cells: { ...cells, doctor }, wrong: found }),
    ];
  },

  'record-unchanged': (soil) => {
    const { resident, random } = soil;
    if (!isPlain(resident) || resident.doses.length === 0) return undefined;
    const standing = random.pick(resident.doses);
    const again = {
      cells: recordCells(resident, standing),
      wrong: [wrongBesideStanding('record-unchanged')],
    };
    return [pieceOf(standing, again), ...soil.doses.map((dose) => rightPiece(soil.resident, dose))];
  },

  'dose-number-taken': otherwise(false),
  'record-confirmed': otherwise(true),
};

const MIDDLE = day('2022-12-01');
/** New doses of a file begin here. */
const SESSIONS_FROM = day('2021-07-01');

/** A place in the file with many rows in between: as neighbours, rows of one ticket, venue and day would be a finding of their own. */
function farFrom(dose: MadeDose): MadeDose {
  const { vaccinatedOn } = dose;
  return { ...dose, vaccinatedOn: vaccinatedOn > MIDDLE ? vaccinatedOn - 200 : vaccinatedOn + 200 };
}

/** Another lot, or the day after: what a slip of the pen makes of a record that stands. */
function otherwise(confirmed: boolean): RecordPlant {
  const code = confirmed ? 'record-confirmed' : 'dose-number-taken';
  return (soil) => {
    const { resident, random, population } = soil;
    // By the ticket that is good: an old one would be a finding of its own. The last one, for nothing else has to fit behind it.
    const standing = resident.doses.at(-1);
    const isHere = standing?.confirmed === confirmed && standing.ticketNumber === goodTicket(resident);
    if (!standing || !isHere || !isPlain(resident)) return undefined;
    // Where many are vaccinated, another lot would be a finding of its own for who does not know what stands.
    const changed =
      standing.vaccinatedOn < SESSIONS_FROM && random.chance(0.5)
        ? { ...standing, lotNumber: otherLot(standing.maker, random) }
        : movedTo(population, standing, standing.vaccinatedOn + 1);
    const cells = recordCells(resident, changed);
    const right = soil.doses.map((dose) => rightPiece(resident, dose));
    return [pieceOf(standing, { cells, wrong: [wrongBesideStanding(code)] }), ...right];
  };
}

/** One that nobody else has: what two days or venues share would be a finding of its own. */
function otherLot(maker: string, random: Random): string {
  return maker === makers.moderna
    ? `301${random.digits(4)}`
    : `Z${random.pick(['V', 'W', 'Y', 'Z'])}${random.digits(4)}`;
}

import { makers } from '../../residents/lots.ts';
import { goodTicket, isPlain } from '../new-doses.ts';
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
      pieceOf(
        { ...last, vaccinatedOn: last.vaccinatedOn + 7 },
        { cells: { ...cells, doctor }, wrong: found },
      ),
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

  'dose-number-taken': otherLot(false),
  'record-confirmed': otherLot(true),
};

function otherLot(confirmed: boolean): RecordPlant {
  const code = confirmed ? 'record-confirmed' : 'dose-number-taken';
  return (soil) => {
    const { resident } = soil;
    // By the ticket that is good: an old one would be a finding of its own.
    const ticket = goodTicket(resident);
    const standing = resident.doses.find(
      (dose) => dose.confirmed === confirmed && dose.ticketNumber === ticket,
    );
    if (!standing || !isPlain(resident)) return undefined;
    const lotNumber = standing.maker === makers.moderna ? '3009998' : 'ZZ9998';
    const cells = { ...recordCells(resident, standing), lotNumber };
    const right = soil.doses.map((dose) => rightPiece(soil.resident, dose));
    return [pieceOf(standing, { cells, wrong: [wrongBesideStanding(code)] }), ...right];
  };
}

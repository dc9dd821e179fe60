import { makers, placeFor } from '../../residents/lots.ts';
import { day, doseOf, goodTicket, isPlain } from '../new-doses.ts';
import { recordCells } from '../rows.ts';
import {
  lastChanged,
  orderOf,
  pieceOf,
  type RecordPlants,
  rightPiece,
  wrong,
  wrongBesideStanding,
} from './soil.ts';

/** Two digits and more from every ticket that was ever issued. */
const FAR_SERIES = '055';
/** One misread digit from the series of first issues: 1 as 4 or 7. */
const NEAR_SERIES = ['004', '007'] as const;
/** From here on three months were enough before every dose. */
const LATE = day('2023-09-25');

/** Whose ticket it is, and whether it is one at all. */
export const ticketPlants: RecordPlants = {
  'ticket-not-issued': lastChanged(({ ticketNumber }) => ({
    cells: { ticketNumber: FAR_SERIES + ticketNumber.slice(3) },
    wrong: [wrongBesideStanding('ticket-not-issued', 'ticketNumber')],
  })),

  'ticket-look-alike': lastChanged(({ ticketNumber }, { random }) =>
    ticketNumber.startsWith('001')
      ? {
          cells: { ticketNumber: random.pick(NEAR_SERIES) + ticketNumber.slice(3) },
          wrong: [
            wrongBesideStanding('ticket-not-issued', 'ticketNumber'),
            wrongBesideStanding('ticket-look-alike', 'ticketNumber'),
          ],
        }
      : undefined,
  ),

  'ticket-person-mismatch': lastChanged((cells, { random, takeStranger }) => {
    const found = [wrongBesideStanding('ticket-person-mismatch', 'ticketNumber')];
    if (random.chance(0.3)) {
      const year = Number(cells.birthDate.slice(0, 4));
      return {
        cells: { birthDate: `${year - 1}${cells.birthDate.slice(4).replace('0229', '0228')}` },
        wrong: found,
      };
    }
    const stranger = takeStranger();
    return stranger && { cells: { ticketNumber: goodTicket(stranger) }, wrong: found };
  }),

  'ticket-stopped': ({ resident, random, population }) => {
    const { doses, tickets } = resident;
    const [ticket] = tickets;
    const last = doses.at(-1);
    const stopped = ticket && ticket.stoppedOn !== null && ticket.stoppedOn < LATE;
    if (!last || !stopped || !isPlain(resident) || doses.length < 2 || doses.length > 6) return undefined;
    const on = Math.max(LATE, last.vaccinatedOn + 95) + random.whole(0, 60);
    if (on > day('2024-03-29')) return undefined;
    const place = placeFor(random, makers.pfizer, false);
    const dose = doseOf(population, resident, {
      number: doses.length + 1,
      on,
      maker: makers.pfizer,
      ...place,
    });
    const cells = { ...recordCells(resident, dose), ticketNumber: ticket.ticketNumber };
    return [pieceOf(dose, { cells, wrong: [wrongBesideStanding('ticket-stopped', 'ticketNumber')] })];
  },

  // The next person's dose, read while the reader still showed the one before: it would be a second dose of that day, too.
  'ticket-repeated-in-sequence': (soil) => {
    const last = soil.doses.at(-1);
    if (!last || last.doseNumber > 6) return undefined;
    const again = { ...last, doseNumber: last.doseNumber + 1 };
    const found = [wrong('ticket-repeated-in-sequence'), wrong('dose-same-day')];
    return [
      ...soil.doses.slice(0, -1).map((dose) => rightPiece(soil.resident, dose)),
      {
        order: orderOf(last),
        lines: [
          { cells: recordCells(soil.resident, last), wrong: [] },
          { cells: recordCells(soil.resident, again), wrong: found },
        ],
      },
    ];
  },
};

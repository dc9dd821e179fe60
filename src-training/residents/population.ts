import { makeHouseholds, type Identity } from './households.ts';
import { Lots, makers, placeFor } from './lots.ts';
import { type Municipality, neighbourMunicipality, ownMunicipality } from './municipalities.ts';
import { addresseeNumber, BLOCK, individualNumber, REISSUE_SERIES, ticketNumber } from './numbers.ts';
import { plantErrors } from './planted-errors.ts';
import { planDoses, type PlannedDose, POPULATION_DAY } from './programme.ts';
import { Random } from './random.ts';
import type { Day, MadeDose, MadeTicket, Resident } from './resident.ts';
import type { PlantedError } from './truth.ts';

/** For every block, so many people of the neighbouring municipality. */
const NEIGHBOURS = 10;

export interface Block {
  readonly residents: readonly Resident[];
  readonly neighbours: readonly Resident[];
  /** Records whose ticket nobody holds. */
  readonly orphans: readonly MadeDose[];
  readonly truth: readonly PlantedError[];
}

export class Population {
  readonly seed: string;
  readonly lots: Lots;

  constructor(seed: string) {
    this.seed = seed;
    this.lots = new Lots(seed);
  }

  /** The last block of a population may have fewer than a hundred. */
  block(number: number, size: number = BLOCK): Block {
    const random = new Random(this.seed, 'block', number);
    const identities = makeHouseholds(random, size);
    const residents = identities.map((identity, place) =>
      this.#resident(ownMunicipality, identity, number * BLOCK + place),
    );
    const neighbours = makeHouseholds(random, NEIGHBOURS).map((identity, place) =>
      this.#resident(neighbourMunicipality, identity, number * NEIGHBOURS + place),
    );
    const planted = plantErrors({ random, number, residents, neighbours, lots: this.lots });
    return { residents, neighbours, ...planted };
  }

  #resident(municipality: Municipality, identity: Identity, index: number): Resident {
    const random = new Random(this.seed, municipality.code, index);
    const planned = planDoses(random, identity.birthDate);
    const tickets = makeTickets(random, municipality, index, identity.birthDate, planned);
    const doses = planned.map((dose, place) =>
      makeDose(random, this.lots, dose, place + 1, ticketOn(tickets, dose.day)),
    );
    return {
      index,
      municipalityCode: municipality.code,
      addresseeNumber: addresseeNumber(index, random),
      individualNumber: individualNumber(municipality, index, random),
      name: identity.name,
      kana: identity.kana,
      birthDate: identity.birthDate,
      sex: identity.sex,
      flag: makeFlag(random, identity.birthDate, planned),
      tickets,
      doses,
    };
  }
}

function makeTickets(
  random: Random,
  municipality: Municipality,
  index: number,
  birth: Day,
  planned: readonly PlannedDose[],
): MadeTicket[] {
  const first = planned[0]?.day;
  const age = (POPULATION_DAY - birth) / 365.2425;
  if (first === undefined && age < 1.5) return [];
  const issuedOn = Math.max(
    first === undefined ? POPULATION_DAY - 400 : first - random.whole(14, 45),
    18_672,
  );
  const ticket = { ticketNumber: ticketNumber(index), issuedOn, stoppedOn: null, replacedBy: null };
  if (municipality !== ownMunicipality || !random.chance(0.05)) return [ticket];
  const replacedOn = Math.min(POPULATION_DAY - 20, issuedOn + random.whole(60, 500));
  const replacedBy = ticketNumber(index, REISSUE_SERIES);
  return [
    { ...ticket, stoppedOn: replacedOn, replacedBy },
    { ticketNumber: replacedBy, issuedOn: replacedOn, stoppedOn: null, replacedBy: null },
  ];
}

/** The ticket that was good on that day; before the first one was printed (医療従事者), the first. */
function ticketOn(tickets: readonly MadeTicket[], on: Day): string {
  const ticket = tickets.findLast(({ issuedOn }) => issuedOn <= on) ?? tickets[0];
  if (!ticket) throw new Error('somebody with a dose has a ticket');
  return ticket.ticketNumber;
}

export function makeDose(
  random: Random,
  lots: Lots,
  { day, maker }: PlannedDose,
  doseNumber: number,
  ticket: string,
): MadeDose {
  const place = placeFor(random, maker, maker === makers.child || maker === makers.infant);
  return {
    recordId: random.uuid(),
    ticketNumber: ticket,
    doseNumber,
    ticketKind: '1',
    vaccinatedOn: day,
    ...place,
    maker,
    lotNumber: lots.of(maker, place.venue, day),
    ...registration(random, day),
    confirmed: random.chance(0.03),
    past: [],
  };
}

/** Most are read at the venue on the day; some are typed in the office days later. */
export function registration(random: Random, day: Day): Pick<MadeDose, 'registeredAt' | 'registeredBy'> {
  const late = random.chance(0.15);
  const moment = (day + (late ? random.whole(3, 30) : 0)) * 86_400_000 + random.whole(0, 28_800) * 1000;
  return { registeredAt: new Date(moment).toISOString(), registeredBy: late ? 'individual' : 'tablet' };
}

function makeFlag(random: Random, birth: Day, planned: readonly PlannedDose[]): Resident['flag'] {
  const after = (planned.at(-1)?.day ?? POPULATION_DAY - 900) + random.whole(15, 400);
  const elderly = POPULATION_DAY - birth > 75 * 365;
  const chance = random.unit();
  if (after > POPULATION_DAY - 5 || after < birth + 30) return { kind: 'none' };
  if (chance < (elderly ? 0.08 : 0.004)) return { kind: 'deceased', on: after };
  return chance > 0.97 ? { kind: 'moved-out', on: after } : { kind: 'none' };
}

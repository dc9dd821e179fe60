import { type Lots, makers, RECALLED_LOT } from './lots.ts';
import { BLOCK, NEVER_ISSUED_SERIES, REISSUE_SERIES } from './numbers.ts';
import type { Random } from './random.ts';
import type { MadeDose, Resident } from './resident.ts';
import type { PlantedError, PlantedKind } from './truth.ts';

interface Ground {
  readonly random: Random;
  /** Number of the block. */
  readonly number: number;
  readonly residents: readonly Resident[];
  readonly neighbours: readonly Resident[];
  readonly lots: Lots;
}

interface Bed extends Ground {
  readonly orphans: MadeDose[];
  /** Somebody sound whom no other error has touched: grown up, here, with at least so many doses. */
  readonly take: (fits: (resident: Resident) => boolean) => Resident | undefined;
}

type Found = Omit<PlantedError, 'kind'>;

/** So many kinds per block in turn: about one resident in twenty is touched, and three blocks have every kind. */
const PER_BLOCK = 6;

/**
 * Puts wrong records among the right ones, as misread tickets and hasty typing made them in 2021, and says where.
 * Everybody who is not named in the truth is free of 要修正.
 */
export function plantErrors(ground: Ground): {
  readonly orphans: readonly MadeDose[];
  readonly truth: readonly PlantedError[];
} {
  const orphans: MadeDose[] = [];
  const untouched = new Set(ground.residents.filter(({ flag }) => flag.kind === 'none'));
  const take: Bed['take'] = (fits) => {
    const fitting = [...untouched].filter(fits);
    if (fitting.length === 0) return undefined;
    const taken = ground.random.pick(fitting);
    untouched.delete(taken);
    return taken;
  };
  const truth: PlantedError[] = [];
  for (let turn = 0; turn < PER_BLOCK; turn += 1) {
    const kind = kinds[(ground.number * PER_BLOCK + turn) % kinds.length];
    if (!kind) continue;
    for (const each of plants[kind]({ ...ground, orphans, take })) truth.push({ kind, ...each });
  }
  return { orphans, truth };
}

const isGrownUp = ({ doses }: Resident): boolean =>
  doses.every(({ maker }) => maker !== makers.child && maker !== makers.infant);
const withDoses =
  (least: number, most = 7) =>
  (resident: Resident): boolean =>
    resident.doses.length >= least && resident.doses.length <= most && isGrownUp(resident);

const plants: Readonly<Record<PlantedKind, (bed: Bed) => readonly Found[]>> = {
  'misread-digit': ({ take }) => {
    const reader = take(withDoses(3));
    const other =
      reader &&
      (take((each) => isUnvaccinatedAdult(each) && differInOneDigit(ticketOf(each), ticketOf(reader))) ??
        take(isUnvaccinatedAdult));
    const [dose] = other ? reader.doses.splice(1, 1) : [];
    if (!reader || !other || !dose) return [];
    dose.ticketNumber = ticketOf(other);
    dose.confirmed = false;
    other.doses.push(dose);
    const expected = ['dose-missing-before'];
    return [found(other, dose, expected), found(reader, undefined, expected)];
  },

  'reader-repeated-person': ({ take }) => {
    const shown = take(withDoses(2, 4));
    const next = shown && take(withDoses(shown.doses.length + 1, shown.doses.length + 1));
    const [last, dose] = [shown?.doses.at(-1), next?.doses.pop()];
    if (!shown || !last || !next || !dose) return [];
    const { ticketNumber, vaccinatedOn, venue, doctor, vaccinatedIn, maker, lotNumber } = last;
    Object.assign(dose, { ticketNumber, vaccinatedOn, venue, doctor, vaccinatedIn, maker, lotNumber });
    dose.confirmed = false;
    shown.doses.push(dose);
    return [found(shown, dose, ['dose-same-day']), found(next, undefined, [])];
  },

  'ticket-never-issued': ({ take, orphans, number, random }) => {
    const reader = take(withDoses(2));
    const dose = reader?.doses.pop();
    if (!reader || !dose) return [];
    const unique = number * BLOCK + random.whole(0, BLOCK - 1);
    dose.ticketNumber = NEVER_ISSUED_SERIES + String(unique).padStart(7, '0');
    orphans.push(dose);
    const { recordId } = dose;
    return [{ addresseeNumber: '', recordId, expected: ['ticket-not-issued'] }, found(reader, undefined, [])];
  },

  'first-dose-missing': ({ take }) => {
    const resident = take(withDoses(2));
    resident?.doses.shift();
    return resident ? [found(resident, resident.doses[0], ['dose-missing-before'])] : [];
  },

  'order-reversed': ({ take }) => {
    const resident = take(withDoses(2, 2));
    const [one, two] = resident?.doses ?? [];
    if (!resident || !one || !two) return [];
    [one.vaccinatedOn, two.vaccinatedOn] = [two.vaccinatedOn, one.vaccinatedOn];
    return [found(resident, two, ['dose-order-reversed'])];
  },

  'date-in-future': ({ take }) => {
    const resident = take(withDoses(1));
    const dose = resident?.doses.at(-1);
    if (!resident || !dose) return [];
    // 2021 typed as 2121.
    dose.vaccinatedOn += 36_524;
    return [found(resident, dose, ['date-in-future'])];
  },

  'lot-of-another-day': ({ take, lots }) => {
    const resident = take(withDoses(1));
    const dose = resident?.doses.at(-1);
    if (!resident || !dose) return [];
    const maker = dose.maker === makers.moderna ? makers.moderna : makers.pfizer;
    dose.lotNumber = lots.of(maker, dose.venue, dose.vaccinatedOn - 28);
    return [found(resident, dose, ['lot-carried-over'])];
  },

  'lot-notation': ({ take, random }) => {
    const resident = take(withDoses(1));
    const dose = resident?.doses.at(-1);
    if (!resident || !dose) return [];
    const lot = dose.lotNumber;
    const full = lot.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    dose.lotNumber = random.pick([full, `${lot.slice(0, 2)} ${lot.slice(2)}`, `${lot} `]);
    return [found(resident, dose, ['value-normalised'])];
  },

  'correction-overwritten': ({ take }) => {
    const resident = take((each) => withDoses(1)(each) && (each.doses[0]?.vaccinatedOn ?? 0) < 18_993);
    const dose = resident?.doses[0];
    if (!resident || !dose) return [];
    const right = { ...dose, confirmed: false, registeredBy: 'individual' as const };
    // 令和3年 typed as 令和2年: corrected once, then written over again from a file.
    const wrong = { ...right, vaccinatedOn: dose.vaccinatedOn - 365, registeredBy: 'tablet' as const };
    Object.assign(dose, wrong, { registeredBy: 'batch', past: [wrong, right] });
    return [found(resident, dose, ['date-before-programme'])];
  },

  'dose-on-two-tickets': ({ take, random }) => {
    const resident = take((each) => withDoses(2)(each) && each.tickets.length === 1);
    const dose = resident?.doses.at(-1);
    if (!resident || !dose) return [];
    const ticketNumber = REISSUE_SERIES + ticketOf(resident).slice(3);
    const issuedOn = dose.vaccinatedOn - 10;
    resident.tickets.push({ ticketNumber, issuedOn, stoppedOn: null, replacedBy: null });
    const vaccinatedOn = dose.vaccinatedOn + 1;
    const again = { ...dose, recordId: random.uuid(), ticketNumber, vaccinatedOn, confirmed: false };
    resident.doses.push(again);
    return [found(resident, again, ['dose-number-taken'])];
  },

  'stopped-ticket-used': ({ take }) => {
    const resident = take((each) => withDoses(2)(each) && each.tickets.length === 1);
    const [dose, ticket] = [resident?.doses.at(-1), resident?.tickets[0]];
    if (!resident || !dose || !ticket) return [];
    const ticketNumber = REISSUE_SERIES + ticket.ticketNumber.slice(3);
    const issuedOn = dose.vaccinatedOn - 7;
    Object.assign(ticket, { stoppedOn: issuedOn, replacedBy: ticketNumber });
    resident.tickets.push({ ticketNumber, issuedOn, stoppedOn: null, replacedBy: null });
    return [found(resident, dose, ['ticket-stopped'])];
  },

  'after-death': ({ take, random }) => {
    const resident = take(withDoses(1));
    const dose = resident?.doses.at(-1);
    if (!resident || !dose) return [];
    resident.flag = { kind: 'deceased', on: dose.vaccinatedOn - random.whole(3, 15) };
    return [found(resident, dose, ['date-after-death'])];
  },

  'interval-too-short': ({ take, lots }) => {
    const resident = take((each) => withDoses(2)(each) && startsWith(each, makers.pfizer));
    const [one, two] = resident?.doses ?? [];
    if (!resident || !one || !two) return [];
    two.vaccinatedOn = one.vaccinatedOn + 10;
    two.lotNumber = lots.of(makers.pfizer, two.venue, two.vaccinatedOn);
    return [found(resident, two, ['interval-too-short'])];
  },

  'makers-mixed': ({ take, lots }) => {
    const resident = take(
      (each) =>
        withDoses(2)(each) &&
        startsWith(each, makers.pfizer) &&
        // 武田/モデルナ came in May 2021.
        (each.doses[1]?.vaccinatedOn ?? 0) > 18_780,
    );
    const two = resident?.doses[1];
    if (!resident || !two) return [];
    two.maker = makers.moderna;
    two.lotNumber = lots.of(makers.moderna, two.venue, two.vaccinatedOn);
    return [found(resident, two, ['series-mixed-makers'])];
  },

  'lot-recalled': ({ take }) => {
    const resident = take(({ doses }) => doses.some(({ maker }) => maker === makers.moderna));
    const dose = resident?.doses.find(({ maker }) => maker === makers.moderna);
    if (!resident || !dose) return [];
    dose.lotNumber = RECALLED_LOT;
    return [found(resident, dose, ['lot-recalled'])];
  },

  'moved-in-without-record': ({ take, neighbours }) => {
    const resident = take(withDoses(3));
    const [former] = neighbours;
    const ticket = former?.tickets[0];
    if (!resident || !former || !ticket) return [];
    const { name, kana, birthDate, sex, individualNumber } = resident;
    Object.assign(former, { name, kana, birthDate, sex, individualNumber });
    former.doses = resident.doses.splice(0, 2);
    for (const dose of former.doses) dose.ticketNumber = ticket.ticketNumber;
    ticket.issuedOn = Math.min(ticket.issuedOn, (former.doses[0]?.vaccinatedOn ?? 0) - 20);
    former.flag = { kind: 'moved-out', on: (former.doses[1]?.vaccinatedOn ?? 0) + 20 };
    return [found(resident, resident.doses[0], ['dose-missing-before'])];
  },
};

const kinds = Object.keys(plants) as readonly PlantedKind[];

function found(resident: Resident, dose: MadeDose | undefined, expected: readonly string[]): Found {
  return { addresseeNumber: resident.addresseeNumber, recordId: dose?.recordId ?? '', expected };
}

function startsWith(resident: Resident, maker: string): boolean {
  return resident.doses.slice(0, 2).every((dose) => dose.maker === maker);
}

function isUnvaccinatedAdult({ doses, tickets, birthDate }: Resident): boolean {
  return doses.length === 0 && tickets.length > 0 && birthDate < 12_000;
}

function ticketOf({ tickets }: Resident): string {
  const ticket = tickets.at(-1);
  if (!ticket) throw new Error('nobody without a ticket is asked for one');
  return ticket.ticketNumber;
}

function differInOneDigit(one: string, other: string): boolean {
  return Array.from(one).filter((digit, place) => digit !== other[place]).length === 1;
}

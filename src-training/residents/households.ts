import { foreignFamilies, givenNameFor } from './given-names.ts';
import { POPULATION_DAY } from './programme.ts';
import type { Random } from './random.ts';
import type { Day } from './resident.ts';
import { surnames } from './surnames.ts';

/** Who somebody is, before the municipality has given any number. */
export interface Identity {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: Day;
  readonly sex: '1' | '2' | '9';
}

const YEAR = 365.2425;

/** Exactly `count` people in households: families share a name, some children are twins, a few people share a whole name. */
export function makeHouseholds(random: Random, count: number): readonly Identity[] {
  const people: Identity[] = [];
  while (people.length < count) people.push(...makeHousehold(random));
  people.length = count;
  // Namesakes: the same written name and reading, years apart. Only the birth date tells them from each other.
  if (random.chance(0.4)) {
    const [one, other] = [random.pick(people), random.whole(0, count - 1)];
    const replaced = people[other];
    if (replaced && Math.abs(replaced.birthDate - one.birthDate) > 400 && replaced.sex === one.sex) {
      people[other] = { ...replaced, name: one.name, kana: one.kana };
    }
  }
  return people;
}

function makeHousehold(random: Random): readonly Identity[] {
  const naming = random.chance(0.03) ? foreignNaming(random) : japaneseNaming(random);
  const shape = random.weighted([
    ['single', 34],
    ['couple', 24],
    ['family', 32],
    ['elderly', 10],
  ] as const);
  const member = (age: number, sex: '1' | '2'): Identity => {
    const birthDate = POPULATION_DAY - Math.round((age + random.unit()) * YEAR);
    return { ...naming(sex, birthDate), birthDate, sex: random.chance(0.001) ? '9' : sex };
  };
  const anySex = (): '1' | '2' => (random.chance(0.5) ? '1' : '2');
  if (shape === 'single') return [member(random.whole(19, 94), anySex())];
  if (shape === 'elderly') return [member(random.whole(66, 99), '2')];
  if (shape === 'couple') {
    const age = random.whole(26, 88);
    return [member(age, '1'), member(Math.max(20, age + random.whole(-6, 3)), '2')];
  }
  const age = random.whole(27, 52);
  const parents = [member(age, '1'), member(age + random.whole(-5, 3), '2')];
  return [...parents, ...children(random, age, member, anySex)];
}

function children(
  random: Random,
  parentAge: number,
  member: (age: number, sex: '1' | '2') => Identity,
  anySex: () => '1' | '2',
): readonly Identity[] {
  const oldest = Math.max(0, parentAge - random.whole(24, 34));
  const first = member(Math.min(oldest, 24), anySex());
  const born = [first];
  if (random.chance(0.05)) {
    const sex = anySex();
    const twin = member(0, sex);
    // The twin's given name goes with the twin's sex; the day of birth is the same.
    born.push({ ...twin, birthDate: first.birthDate });
  } else if (oldest >= 3 && random.chance(0.6)) {
    born.push(member(random.whole(0, Math.min(oldest - 2, 22)), anySex()));
  }
  return born;
}

type Naming = (sex: '1' | '2', birthDate: Day) => Pick<Identity, 'name' | 'kana'>;

function japaneseNaming(random: Random): Naming {
  const surname = random.weighted(surnames);
  return (sex, birthDate) => {
    const year = 1970 + Math.floor(birthDate / YEAR);
    const given = givenNameFor(random, sex, year);
    return { name: `${surname.written}　${given.written}`, kana: `${surname.kana}　${given.kana}` };
  };
}

function foreignNaming(random: Random): Naming {
  const { family, given } = random.pick(foreignFamilies);
  return (sex) => {
    const chosen = random.pick(given[sex]);
    const blank = /^[A-Z]/.test(family.written) ? ' ' : '　';
    return { name: `${family.written}${blank}${chosen.written}`, kana: `${family.kana}　${chosen.kana}` };
  };
}

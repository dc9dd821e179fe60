import { describe, expect, it } from 'vitest';

import {
  type Draft,
  draftAbout,
  draftFrom,
  emptyDraft,
  entryOf,
} from '../../../src-renderer/screens/users/application-draft.ts';
import { IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { User } from '../../../src-shared/vrs-api/users.ts';

const today = IsoDate.parse('2026-11-20');

const typed: Draft = {
  ...emptyDraft,
  userId: ' Clerk０３ ',
  personId: '１００２３４',
  name: ' 新任　八重 ',
  department: '推進係',
  from: 'R8.12.1',
  until: '2027/11/30',
  reason: '異動',
};

const user = User.parse({
  userId: 'clerk01',
  personId: '100001',
  name: '研修　花子',
  department: '推進係',
  role: 'clerk',
  validFrom: '2026-01-05',
  validUntil: '2026-12-31',
  registeredAt: '2026-01-05T00:00:00Z',
  stoppedAt: null,
  stopped: null,
  lockedUntil: null,
  previousAccess: null,
  lastReview: null,
  passwordExpiresOn: '2027-01-01',
  version: 1,
});

const errorsOf = (draft: Draft, before?: User) => {
  const checked = entryOf(draft, before, today);
  return 'errors' in checked ? Object.keys(checked.errors) : [];
};

describe('an application as it is typed', () => {
  it('is read with full-width digits, capitals and days of the era', () => {
    expect(entryOf(typed, undefined, today)).toEqual({
      entry: {
        userId: 'clerk03',
        personId: '100234',
        name: '新任　八重',
        department: '推進係',
        role: 'clerk',
        validFrom: '2026-12-01',
        validUntil: '2027-11-30',
      },
    });
  });

  it('says of every field what is missing, in the order of the form', () => {
    expect(errorsOf(emptyDraft)).toEqual([
      'userId',
      'personId',
      'name',
      'department',
      'from',
      'until',
      'reason',
    ]);
  });

  it.each([
    ['2027/12/3', '2026/12/1'],
    ['2026/11/1', '2026/12/1'],
    ['2026/11/19', '2026/11/1'],
  ])('takes no period to %s from %s', (until, from) => {
    expect(errorsOf({ ...typed, from, until })).toEqual(['until']);
  });

  it('extends from today on, to a day that has to be chosen and is later than the present one', () => {
    const draft = draftAbout(user, 'extend', today);
    expect(draft).toMatchObject({ from: '2026/11/20', until: '' });
    expect(errorsOf({ ...draft, until: '2026/12/31', reason: '継続' }, user)).toEqual(['until']);
    expect(errorsOf({ ...draft, until: '2027/11/20', reason: '継続' }, user)).toEqual([]);
  });

  it('changes something, and leaves a period alone that is over', () => {
    const expired = { ...user, validUntil: IsoDate.parse('2026-10-31') };
    const draft = { ...draftAbout(expired, 'change', today), reason: '異動' };
    expect(errorsOf(draft, expired)).toEqual(['name']);
    expect(errorsOf({ ...draft, department: '窓口係' }, expired)).toEqual([]);
  });

  it('comes back after a lock as it was', () => {
    expect(draftFrom({ ...typed, text: '', at: 'form' })).toEqual(typed);
    expect(draftFrom(undefined)).toEqual(emptyDraft);
    expect(draftFrom({ kind: 'nonsense', role: 'emperor' })).toEqual(emptyDraft);
  });
});

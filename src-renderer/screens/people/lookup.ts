import { useRef, useState } from 'react';

import type { LookupReason, PersonView } from '../../../src-shared/contract/people.ts';
import type { InputOf, OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Problem } from '../../../src-shared/contract/problem.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { useAsk } from '../../app/calls.ts';

export type Query = Omit<InputOf<'people.search'>, 'fresh'>;
export type Found = OutputOf<'people.search'>;

interface LookupState {
  readonly view: 'nothing' | 'hits' | 'person';
  readonly query: Query | undefined;
  readonly found: Found | undefined;
  /** Counts the searches, so that a new table begins at its first row. */
  readonly searches: number;
  /** The person on the screen, or the one that one came back from. */
  readonly opened: AddresseeNumber | undefined;
  readonly person: PersonView | undefined;
  readonly busy: 'searching' | 'opening' | 'refreshing' | undefined;
  readonly problem: Problem | undefined;
}

const nothing: LookupState = {
  view: 'nothing',
  query: undefined,
  found: undefined,
  searches: 0,
  opened: undefined,
  person: undefined,
  busy: undefined,
  problem: undefined,
};

export interface Lookup extends LookupState {
  readonly search: (query: Query, fresh?: boolean) => Promise<void>;
  readonly open: (reason: LookupReason, addresseeNumber: AddresseeNumber, fresh?: boolean) => Promise<void>;
  /** From a person to the hits, from the hits to nothing. */
  readonly back: () => void;
  readonly fail: (problem: Problem) => void;
}

/** Search, hits, one person. The answer of an older question never takes the place of a newer one. */
export function useLookup(): Lookup {
  const ask = useAsk();
  const [state, setState] = useState(nothing);
  const newest = useRef(0);

  const begin = (): (() => boolean) => {
    newest.current += 1;
    const mine = newest.current;
    return () => mine === newest.current;
  };

  const open: Lookup['open'] = async (reason, addresseeNumber, fresh = false) => {
    const isNewest = begin();
    setState((before) => ({
      ...before,
      view: 'person',
      opened: addresseeNumber,
      person: fresh ? before.person : undefined,
      busy: fresh ? 'refreshing' : 'opening',
      problem: undefined,
    }));
    const opened = await ask('people.open', { reason, addresseeNumber, fresh });
    if (!isNewest()) return;
    setState((before) => ({
      ...before,
      busy: undefined,
      ...(opened.ok ? { person: opened.value } : { problem: opened.problem }),
    }));
  };

  const search: Lookup['search'] = async (query, fresh = false) => {
    const isNewest = begin();
    setState((before) => ({
      ...(fresh ? before : { ...nothing, searches: before.searches }),
      query,
      busy: fresh ? 'refreshing' : 'searching',
      problem: undefined,
    }));
    const found = await ask('people.search', { ...query, fresh });
    if (!isNewest()) return;
    if (!found.ok) {
      setState((before) => ({ ...before, busy: undefined, problem: found.problem }));
      return;
    }
    setState((before) => ({
      ...before,
      busy: undefined,
      view: 'hits',
      found: found.value,
      searches: before.searches + 1,
    }));
    const [only, ...others] = found.value.hits;
    if (only && others.length === 0 && !found.value.more) await open(query.reason, only.addresseeNumber);
  };

  const back = (): void => {
    begin();
    setState((before) =>
      before.view === 'person' && before.found && before.found.hits.length > 1
        ? { ...before, view: 'hits', person: undefined, busy: undefined, problem: undefined }
        : { ...nothing, searches: before.searches },
    );
  };

  const fail = (problem: Problem): void => {
    begin();
    setState((before) => ({ ...before, busy: undefined, problem }));
  };

  return { ...state, search, open, back, fail };
}

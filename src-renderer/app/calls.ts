import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback } from 'react';

import type { InputOf, OperationName, OutputOf } from '../../src-shared/contract/operations.ts';
import type { Outcome, Problem } from '../../src-shared/contract/problem.ts';
import type { Ask } from './bridge.ts';

/**
 * Answers are kept only as long as a screen shows them. Nothing is asked again by itself: every call is an entry in the operation
 * log, so it happens when the person wants it.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        structuralSharing: false,
        refetchOnMount: false,
        refetchOnReconnect: false,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
}

export const AskContext = createContext<Ask | undefined>(undefined);

export function useAsk(): Ask {
  const ask = use(AskContext);
  if (!ask) throw new Error('no AskContext');
  return ask;
}

/** A Problem on its way through the query library, which wants errors to be thrown. */
class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

export interface Answer<Value> {
  /** The last answer; it stays while a newer one is fetched and when that fails. */
  readonly value: Value | undefined;
  /** Grows with every answer of any operation, so that of two answers the newer one can be told; 0 before the first. */
  readonly arrival: number;
  readonly problem: Problem | undefined;
  readonly busy: boolean;
  readonly askAgain: () => void;
  /** Takes the place of the answer: what an action gave back is as new as it gets. */
  readonly put: (value: Value) => void;
}

interface AnswerOptions<Value> {
  readonly enabled?: boolean;
  /** Milliseconds between two looks; only for operations that are not recorded. */
  readonly lookEvery?: (value: Value | undefined) => number | false;
  /** Asked anew whenever it comes on the screen; only for operations that are not recorded. */
  readonly isFresh?: boolean;
  /** What the answer is of, where the input does not say it: of another one, it is asked anew. */
  readonly asOf?: string;
  /** The answer to the last input stays until the next one is there: for pages. */
  readonly keepsLast?: boolean;
}

/** The order in which answers came. A clock would not do: it can stand still or be put back. */
const arrivals = new WeakMap<object, number>();
let arrivalCount = 0;

function arrived<Value extends object>(value: Value): Value {
  arrivalCount += 1;
  arrivals.set(value, arrivalCount);
  return value;
}

/** What the main process answers to a question that a screen asks by being there. */
export function useAnswer<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  { enabled = true, lookEvery, isFresh = false, keepsLast = false, asOf }: AnswerOptions<OutputOf<Name>> = {},
): Answer<OutputOf<Name>> {
  const ask = useAsk();
  const queryClient = useQueryClient();
  const query = useQuery<OutputOf<Name>, Refusal>({
    queryKey: asOf === undefined ? [name, input] : [name, input, asOf],
    queryFn: async () => {
      const outcome = await ask(name, input);
      if (!outcome.ok) throw new Refusal(outcome.problem);
      return arrived(outcome.value);
    },
    enabled,
    refetchInterval: ({ state }) => lookEvery?.(state.data) ?? false,
    ...(isFresh ? { staleTime: 0, refetchOnMount: 'always' as const } : {}),
    ...(keepsLast ? { placeholderData: keepPreviousData } : {}),
  });
  const { refetch } = query;
  const askAgain = useCallback(() => void refetch(), [refetch]);
  const key = JSON.stringify(input);
  const put = useCallback(
    (value: OutputOf<Name>) => {
      const asked: unknown = JSON.parse(key);
      queryClient.setQueryData(asOf === undefined ? [name, asked] : [name, asked, asOf], () =>
        arrived(value),
      );
    },
    [queryClient, name, key, asOf],
  );
  return {
    value: query.data,
    arrival: query.data === undefined ? 0 : (arrivals.get(query.data) ?? 0),
    problem: query.error?.problem,
    busy: query.isFetching,
    askAgain,
    put,
  };
}

/**
 * For a thing that is opened anew or has changed: what was answered about it is forgotten, so that it is asked again. Without an
 * input, every answer of the operation.
 */
export function useForget(): <Name extends OperationName>(name: Name, input?: InputOf<Name>) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (name, input) => queryClient.removeQueries({ queryKey: input === undefined ? [name] : [name, input] }),
    [queryClient],
  );
}

export interface Act<Name extends OperationName> {
  readonly run: (input: InputOf<Name>) => Promise<Outcome<OutputOf<Name>>>;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly value: OutputOf<Name> | undefined;
  /** Forgets the last answer or problem. */
  readonly forget: () => void;
}

/** Something that the person does: it runs when told to, and only then. */
export function useAct<Name extends OperationName>(name: Name): Act<Name> {
  const ask = useAsk();
  const { mutateAsync, isPending, data, reset } = useMutation<Outcome<OutputOf<Name>>, Error, InputOf<Name>>({
    mutationFn: (input) => ask(name, input),
  });
  return {
    run: mutateAsync,
    busy: isPending,
    problem: data?.ok === false ? data.problem : undefined,
    value: data?.ok === true ? data.value : undefined,
    forget: reset,
  };
}

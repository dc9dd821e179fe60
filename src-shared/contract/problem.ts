import { z } from 'zod';

import { type ProblemAbout, type ProblemCode, problemSentences } from './problem-sentences.ts';

const Code = z.custom<ProblemCode>(
  (code) => typeof code === 'string' && Object.hasOwn(problemSentences, code),
);

/**
 * What went wrong, as a value: a stable code, a sentence for the person, and the few values the sentence carries.
 * It crosses from main to window as data. SECURITY: H36 — never a stack trace, a path or personal data.
 */
export const Problem = z.strictObject({
  code: Code,
  sentence: z.string().max(500),
  about: z.record(z.string(), z.union([z.string().max(200), z.number()])),
});
export type Problem = z.infer<typeof Problem>;

/** Either what was asked for, or why not. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function ok<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

type AboutArgument<Code extends ProblemCode> =
  ProblemAbout<Code> extends undefined ? [] : [about: ProblemAbout<Code>];

/** The problem of that code. The values that its sentence needs must be given; the types know which. */
export function problem<Code extends ProblemCode>(code: Code, ...about: AboutArgument<Code>): Problem {
  // Every sentence takes the values of its own code, which AboutArgument has made sure of.
  const sentence: string = Reflect.apply(problemSentences[code], undefined, about);
  return { code, sentence, about: Object.assign({}, about[0]) };
}

export function failed<Code extends ProblemCode>(
  code: Code,
  ...about: AboutArgument<Code>
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: problem(code, ...about) };
}

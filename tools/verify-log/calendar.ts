/** Whether there is such a date: a pattern alone would let the 31st of February through. */
export const isDate = remembering((date: string): boolean => {
  const milliseconds = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date);
});

/** The date in Japan, which has had one time all year since 1952, of a moment in UTC. */
export function dayInJapan(time: string): string {
  return dayOfHour(time.slice(0, '2026-11-21T01'.length));
}

const dayOfHour = remembering((hour: string): string => {
  const begins = Date.parse(`${hour}:00:00.000Z`);
  return new Date(begins + 9 * 60 * 60 * 1000).toISOString().slice(0, 10);
});

/** Gives the newest answer again while the question is the same: entries mostly have the hour of the one before. */
function remembering<Answer>(answer: (question: string) => Answer): (question: string) => Answer {
  let newest: { readonly question: string; readonly answer: Answer } | undefined;
  return (question) => {
    if (newest?.question !== question) newest = { question, answer: answer(question) };
    return newest.answer;
  };
}

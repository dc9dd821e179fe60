/** An answer larger than this is not read: no call of VRS gives so much at once. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** The whole body as text, read in pieces and given up at the limit. Rejects where the body ends early. */
export async function readText(response: Response, limit = MAX_ANSWER_BYTES): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const piece of response.body) {
    bytes += piece.byteLength;
    if (bytes > limit) throw new AnswerTooLarge();
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

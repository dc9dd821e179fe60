/**
 * Asks the person where a file is to be saved, with a name to begin with. The path stays in the main process; undefined where none was
 * chosen. SECURITY: H62, P1.
 */
export type ChooseTarget = (suggestedName: string) => Promise<string | undefined>;

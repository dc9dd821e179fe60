/** Asks the person for a file. The path stays in the main process; undefined where none was chosen. SECURITY: H62, P1. */
export type ChooseFile = () => Promise<string | undefined>;

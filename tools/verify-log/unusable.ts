/** What was given can't be verified; the message says why, in Japanese. */
export class Unusable extends Error {}

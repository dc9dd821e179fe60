/** What one object shows anew for each row is written over by whoever shows it, and only read by everybody else. */
export type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

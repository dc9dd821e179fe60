import type { PersonHit } from '../../src-shared/contract/people.ts';
import type {
  AddresseeNumber,
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  TicketNumber,
} from '../../src-shared/domain/identifiers.ts';
import type { Person, ResidencyFlag, Sex } from '../../src-shared/vrs-api/people.ts';

/** At most MAX_HITS people, and whether there are more. */
export interface Hits {
  readonly hits: readonly PersonHit[];
  readonly more: boolean;
}

/** What to look for; what is given must all hold. Name and kana as typed: folding is done here. Days included. */
export interface PeopleSearch {
  readonly name?: string;
  readonly kana?: string;
  readonly born?: { readonly from: IsoDate; readonly until: IsoDate };
}

export interface PeopleRepository {
  /** One transaction. A person whose version is not newer than the stored one is left as is. Gives how many changed. */
  upsert(people: readonly Person[]): number;
  remove(addresseeNumber: AddresseeNumber): boolean;
  /** Any ticket of theirs, also a stopped one. */
  byTicketNumber(ticketNumber: TicketNumber): Hits;
  byAddresseeNumber(addresseeNumber: AddresseeNumber): Hits;
  /** Name: anywhere in it. Kana: those that begin with it come first, then those that hold it. In kana order. */
  search(search: PeopleSearch): Hits;
  open(addresseeNumber: AddresseeNumber): Person | undefined;
  count(): number;
}

/** A ticket as the batch checker asks for it. */
export interface TicketKey {
  readonly municipalityCode: MunicipalityCode;
  readonly ticketNumber: TicketNumber;
}

/** A dose that stands in VRS, with the ticket under which it was registered. */
export interface StandingDose {
  readonly ticketNumber: TicketNumber;
  readonly doseNumber: number;
  /** False for 予診のみ. */
  readonly injection: boolean;
  readonly vaccinatedOn: IsoDate;
  readonly maker: string;
  readonly lotNumber: string;
  readonly confirmed: boolean;
}

/** Who holds a ticket, and what stands for that person under this ticket and any other. */
export interface Holder {
  readonly addresseeNumber: AddresseeNumber;
  readonly birthDate: IsoDate;
  readonly flag: ResidencyFlag;
  readonly stoppedOn: IsoDate | null;
  readonly replacedBy: TicketNumber | null;
  /** The person's other tickets of the same municipality. */
  readonly otherTickets: readonly TicketNumber[];
  /** In the order of their numbers. */
  readonly doses: readonly StandingDose[];
}

/** A person as the batch checker compares the rows of a 接種対象者 file with. */
export interface Resident {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: IsoDate;
  readonly sex: Sex;
  readonly flag: ResidencyFlag;
  /** The ticket in force, or the last one; null where there never was one. */
  readonly ticketNumber: TicketNumber | null;
}

/** What the batch checker asks, thousands at a time: answers stand in the order of the questions, null where there is none. */
export interface TicketsRepository {
  /** Null where the ticket was never issued, as far as this copy knows. */
  holders(tickets: readonly TicketKey[]): readonly (Holder | null)[];
  residents(addresseeNumbers: readonly AddresseeNumber[]): readonly (Resident | null)[];
}

/** How far the change feed was read: `cursor` to go on from, `asOf` the moment of the last complete reading. */
export interface SyncPosition {
  readonly cursor: string;
  readonly asOf: IsoTimestamp | null;
}

export interface SyncRepository {
  /** Undefined before the first page. */
  position(): SyncPosition | undefined;
  /** A page of the feed and the cursor behind it, in one transaction: a crash never leaves one without the other. */
  take(people: readonly Person[], position: SyncPosition, removed?: readonly AddresseeNumber[]): number;
}

/** A batch draft as the journal keeps it. SECURITY: H53 — content and staging key lie in the encrypted file. */
export interface JournalledDraft {
  readonly draftId: string;
  /** User ID of the person whose work it is. */
  readonly owner: string;
  /** JSON; its schema belongs to the batches area. */
  readonly content: string;
  /** Wrapped key of the staging file; null where there is none. */
  readonly stagingKey: Uint8Array | null;
  readonly updatedAt: IsoTimestamp;
}

export interface DraftsRepository {
  /** On disk when it returns: synced, whatever the rest of the cache does. */
  save(draft: JournalledDraft): void;
  remove(draftId: string): boolean;
  find(draftId: string): JournalledDraft | undefined;
  /** Newest first; null: everybody's. */
  list(owner: string | null): readonly JournalledDraft[];
}

/** Which column of the layout stands in which column of the file; null where one is passed over. */
export interface RememberedMapping {
  /** Over the header line, as headers are compared. */
  readonly headerSha256: string;
  readonly kind: string;
  readonly layoutId: string;
  readonly columns: readonly (string | null)[];
  readonly savedAt: IsoTimestamp;
}

export interface MappingsRepository {
  /** The one before, of the same header line and kind, is forgotten. */
  save(mapping: RememberedMapping): void;
  /** The newest for that header line; `kind` null for any kind. */
  find(headerSha256: string, kind: string | null): RememberedMapping | undefined;
}

/** All that the worker answers. The client's methods are derived from this type: same names, same arguments, a promise around the result. */
export interface Repositories {
  readonly people: PeopleRepository;
  readonly tickets: TicketsRepository;
  readonly sync: SyncRepository;
  readonly drafts: DraftsRepository;
  readonly mappings: MappingsRepository;
}

/** A recording whose copy at its source is to go. */
export interface DeletedPart {
  readonly pbxCallId: string;
  /** The PBX's id of the part; null stands for all parts of the call. */
  readonly sourceId: string | null;
}

/** `gone`: there was nothing any more, which is as good. */
export type SourceDeletionResult = 'deleted' | 'gone';

/** Deletes recordings where they came from. */
export interface SourceDeletion {
  /** @throws DomainError `source_kept_recording`, or one of the connection (`rate_limited`, `unreachable`, …) */
  deleteAtSource(part: DeletedPart): Promise<SourceDeletionResult>;
}

/** Injection token of whoever deletes at the source. */
export const SOURCE_DELETION = Symbol('SOURCE_DELETION');

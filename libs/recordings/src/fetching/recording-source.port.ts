import type { Readable } from 'node:stream';

/** What a recording is asked for with. */
export interface AskedRecording {
  readonly pbxCallId: string;
  /** The PBX's id of the part; null if only the call is known. */
  readonly sourceId: string | null;
}

export interface SourceOptions {
  /** Interactive requests may use the reserved part of the request budget and never wait for it. */
  readonly urgency: 'interactive' | 'background';
  /** Names whoever waits; one alone may use up only a share of the request budget. */
  readonly requestedBy?: string;
  /** How long the addresses must work; three minutes unless given. */
  readonly lifetimeSeconds?: number;
  readonly signal?: AbortSignal;
}

/** A part as the PBX offers it now. The address is a secret: never stored, never logged. */
export interface OfferedPart {
  /** `<unix seconds>.<sequence>` if the offer says which part it is. */
  readonly partKey: string | null;
  readonly url: string;
}

export interface DownloadOptions {
  /** More bytes than this are refused with `recording_too_large`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** A file on its way. */
export interface Download {
  /** By the look of its first bytes, never by what the server says. */
  readonly contentType: string;
  /**
   * Fails with `recording_truncated`, `recording_too_large` or `timeout`. Whoever asked for it reads it to its end or
   * destroys it.
   */
  readonly stream: Readable;
}

/**
 * Where recordings come from.
 *
 * All methods throw a `DomainError`: those named below, and those of the connection (`rate_limited` with
 * `details.retryAfterSeconds`, `personal_share_used_up` with the same, `unreachable`, `timeout`, `address_not_allowed`,
 * …).
 */
export interface RecordingSource {
  /**
   * Fresh addresses: of the part, or of all parts of the call, in their order.
   *
   * @throws DomainError `recording_not_ready` if there is none, `address_not_allowed` with `details.isLink` if one leads
   *   to a forbidden place
   */
  offers(asked: AskedRecording, options: SourceOptions): Promise<OfferedPart[]>;
  /**
   * Begins to read the file behind an address, with one request.
   *
   * @throws DomainError `recording_dead_link`, `recording_not_audio`, `recording_too_large`, `address_not_allowed`
   *   with `details.isLink`
   */
  download(offer: OfferedPart, options: DownloadOptions): Promise<Download>;
}

/** Injection token of the source. */
export const RECORDING_SOURCE = Symbol('RECORDING_SOURCE');
